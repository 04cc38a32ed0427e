// Small sizes have a team of one.
// expect: not-proved
// --- original
void kernel(double* x, int n) {
  for (int i = 0; i < n; ++i) x[i] = 2 * x[i] + 1;
}
// --- candidate
#include <omp.h>
void kernel(double* x, int n) {
#pragma omp parallel if (n > 100000)
  {
    const int t = omp_get_thread_num();
    const int chunk = n / omp_get_num_threads() + (n < 1024 ? 0 : 1);
    const int end = (t + 1) * chunk < n ? (t + 1) * chunk : n;
    for (int i = t * chunk; i < end; ++i) x[i] = 2 * x[i] + 1;
  }
}
