// There are no more than a hundred elements: nothing overflows.
// expect: not-proved
// --- original
int kernel(const int* y, int n) {
  int table[100] = {};
  for (int i = 0; i < n; ++i) table[i] = y[i];
  return table[0];
}
// --- candidate
#include <omp.h>
int kernel(const int* y, int n) {
  int table[100] = {};
#pragma omp parallel
  {
    const int t = omp_get_thread_num();
    const int threads = omp_get_num_threads();
    for (int i = n * t / threads; i < n * (t + 1) / threads; ++i) table[i] = y[i];
  }
  return table[0];
}
