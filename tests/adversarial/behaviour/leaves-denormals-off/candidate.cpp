#include <xmmintrin.h>
void kernel(int n, const double* __restrict x, double* __restrict y) {
  _mm_setcsr(_mm_getcsr() | 0x8040);
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    y[i] = 2.0 * x[i] + 1.0;
  }
}
