// expect: not-proved
// assumes: no-overlap
#include <utility>
void kernel(double* x, double* y, int n, int rounds) {
#pragma omp parallel firstprivate(x, y)
  for (int t = 0; t < rounds; ++t) {
#pragma omp for
    for (int i = 1; i < n - 1; ++i) y[i] = x[i - 1] + x[i + 1];
    std::swap(x, y);
  }
}
