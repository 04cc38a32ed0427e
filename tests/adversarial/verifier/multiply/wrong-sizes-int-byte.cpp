// family: sizes
// refused: equivalence; serial-elision; legality; coverage; dependence-recording different-result
// why: a row counter of sixteen bits for the flattened index
#include <cstdint>
#include <vector>

// The product of two square matrices of n rows.
std::vector<double> multiply(const std::vector<double>& a, const std::vector<double>& b, int n) {
  std::vector<double> c(n * n, 0.0);
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    const std::uint16_t row = static_cast<std::uint16_t>(i * n);
    for (int j = 0; j < n; ++j) {
      for (int k = 0; k < n; ++k) {
        c[row + j] += a[row + k] * b[k * n + j];
      }
    }
  }
  return c;
}
