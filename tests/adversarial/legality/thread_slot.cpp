// expect: not-proved
#include <omp.h>
#include <vector>
double kernel(const double* x, int n) {
  std::vector<double> part;
#pragma omp parallel
  {
#pragma omp single
    part.assign(omp_get_num_threads(), 0.0);
    double mine = 0;
#pragma omp for
    for (int i = 0; i < n; ++i) mine += x[i];
    part[omp_get_thread_num()] = mine;
  }
  double sum = 0;
  for (double one : part) sum += one;
  return sum;
}
