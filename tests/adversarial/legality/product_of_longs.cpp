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
    const long t = omp_get_thread_num();
    const long threads = omp_get_num_threads();
    const int begin = static_cast<int>(n * t / threads);
    const int end = static_cast<int>(n * (t + 1) / threads);
    for (int i = begin; i < end; ++i) x[i] = 2 * x[i] + 1;
  }
}
