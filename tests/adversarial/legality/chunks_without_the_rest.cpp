// expect: refuted wrong-partition
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
    const int chunk = n / omp_get_num_threads();
    for (int i = t * chunk; i < (t + 1) * chunk; ++i) x[i] = 2 * x[i] + 1;
  }
}
