#include <cmath>
static double bias = 0;
__attribute__((constructor)) static void set() { bias = 0.0; }
void kernel(double* __restrict out, const double* __restrict in, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) out[i] = bias + std::sqrt(in[i] * in[i] + 1.0);
}
