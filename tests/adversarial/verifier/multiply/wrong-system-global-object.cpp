// family: system
// refused: extract; interface
// why: an object whose constructor runs when the program is loaded
#include <cstdlib>
#include <vector>

namespace {
struct Setup {
  Setup() { setenv("OMP_NUM_THREADS", "2", 1); }
} setup;
}  // namespace

// The product of two square matrices of n rows.
std::vector<double> multiply(const std::vector<double>& a, const std::vector<double>& b, int n) {
  std::vector<double> c(n * n, 0.0);
#pragma omp parallel for collapse(2)
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) {
      for (int k = 0; k < n; ++k) {
        c[i * n + j] += a[i * n + k] * b[k * n + j];
      }
    }
  }
  return c;
}
