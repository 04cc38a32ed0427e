// family: float
// refused: serial-elision; equivalence; coverage; dependence-recording different-result
// why: products in single precision
#include <vector>

// The product of two square matrices of n rows.
std::vector<double> multiply(const std::vector<double>& a, const std::vector<double>& b, int n) {
  std::vector<double> c(n * n, 0.0);
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) {
      double sum = 0.0;
#pragma omp simd reduction(+ : sum)
      for (int k = 0; k < n; ++k) {
        sum += static_cast<float>(a[i * n + k]) * static_cast<float>(b[k * n + j]);
      }
      c[i * n + j] = sum;
    }
  }
  return c;
}
