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
    const int chunk = n / threads;
    for (int i = t * chunk; i < (t + 1) * chunk; ++i) x[i] = 2 * x[i] + 1;
#pragma omp single
    for (int i = threads * chunk; i < n; ++i) x[i] = 2 * x[i] + 1;
  }
}
