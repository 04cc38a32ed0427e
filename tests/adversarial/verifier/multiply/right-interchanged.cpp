// right: loops interchanged, each element is still summed in the order of k
#include <vector>

// The product of two square matrices of n rows.
std::vector<double> multiply(const std::vector<double>& a, const std::vector<double>& b, int n) {
  std::vector<double> c(n * n, 0.0);
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    for (int k = 0; k < n; ++k) {
      const double factor = a[i * n + k];
#pragma omp simd
      for (int j = 0; j < n; ++j) {
        c[i * n + j] += factor * b[k * n + j];
      }
    }
  }
  return c;
}
