#include <cmath>
#ifdef _OPENMP
#include <omp.h>
#endif
void old(double* u, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) u[i] = std::sin(u[i]);
}
