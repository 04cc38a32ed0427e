// expect: not-proved
// --- original
void kernel(double* x, int n) {
  for (int i = 0; i < n; ++i) x[i] = 2 * x[i] + 1;
}
// --- candidate
#include <omp.h>
#include <algorithm>
void kernel(double* x, int n) {
#pragma omp parallel
  {
    const int t = omp_get_thread_num();
    const int threads = omp_get_num_threads();
    const int chunk = n / threads + 1;
    const int begin = std::min(n, t * chunk);
    const int end = std::min(n, begin + chunk);
    for (int i = begin; i < end; ++i) x[i] = 2 * x[i] + 1;
  }
}
