// expect: not-proved
#include <omp.h>
double kernel(const double* x, int n) {
  double part[64] = {};
#pragma omp parallel num_threads(64)
  {
    double mine = 0;
#pragma omp for
    for (int i = 0; i < n; ++i) mine += x[i];
    part[omp_get_thread_num()] = mine;
  }
  double sum = 0;
  for (double one : part) sum += one;
  return sum;
}
