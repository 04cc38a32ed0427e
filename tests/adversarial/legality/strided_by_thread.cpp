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
    const int threads = omp_get_num_threads();
    for (int i = omp_get_thread_num(); i < n; i += threads) x[i] = 2 * x[i] + 1;
  }
}
