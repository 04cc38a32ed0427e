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
    int end = (t + 1) * chunk;
    if (t == threads - 1) end = n;
    for (int i = t * chunk; i < end; ++i) x[i] = 2 * x[i] + 1;
  }
}
