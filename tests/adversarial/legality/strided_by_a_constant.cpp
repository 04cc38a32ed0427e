// expect: refuted wrong-partition
// --- original
void kernel(double* x, int n) {
  for (int i = 0; i < n; ++i) x[i] = 2 * x[i] + 1;
}
// --- candidate
#include <omp.h>
#include <algorithm>
void kernel(double* x, int n) {
#pragma omp parallel num_threads(4)
  for (int i = omp_get_thread_num(); i < n; i += 4) x[i] = 2 * x[i] + 1;
}
