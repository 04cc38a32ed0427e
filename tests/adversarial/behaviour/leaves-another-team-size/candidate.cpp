#include <omp.h>
void kernel(int n, const double* __restrict x, double* __restrict y) {
  omp_set_num_threads(2);
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    y[i] = 2.0 * x[i] + 1.0;
  }
}
