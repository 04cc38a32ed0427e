#include <omp.h>
void kernel(int n, const double* __restrict x, double* __restrict y) {
  const int most = 1000 * omp_get_max_threads();
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    y[i] = i < most ? 2.0 * x[i] + 1.0 : 0.0;
  }
}
