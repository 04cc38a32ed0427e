// expect: not-proved
// --- original
#include <cstddef>
#include <vector>
double kernel(const std::vector<double>& x) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x[i];
  return sum;
}
// --- candidate
#include <omp.h>
#include <cstddef>
#include <vector>
double kernel(const std::vector<double>& x) {
  std::vector<double> partial(omp_get_max_threads());
#pragma omp parallel
  {
    double own = 0;
#pragma omp for
    for (std::size_t i = 0; i < x.size(); ++i) own += x[i];
    partial[omp_get_thread_num()] = own;
  }
  double sum = 0;
  for (int t = 0; t < partial.size(); ++t) sum += partial[t];
  return sum;
}
