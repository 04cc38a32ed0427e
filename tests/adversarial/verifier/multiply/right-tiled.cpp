// right: tiles of the result
#include <algorithm>
#include <vector>

// The product of two square matrices of n rows.
std::vector<double> multiply(const std::vector<double>& a, const std::vector<double>& b, int n) {
  std::vector<double> c(n * n, 0.0);
  constexpr int tile = 8;
#pragma omp parallel for collapse(2) schedule(dynamic)
  for (int ii = 0; ii < n; ii += tile) {
    for (int jj = 0; jj < n; jj += tile) {
      for (int kk = 0; kk < n; kk += tile) {
        for (int i = ii; i < std::min(ii + tile, n); ++i) {
          for (int j = jj; j < std::min(jj + tile, n); ++j) {
            for (int k = kk; k < std::min(kk + tile, n); ++k) {
              c[i * n + j] += a[i * n + k] * b[k * n + j];
            }
          }
        }
      }
    }
  }
  return c;
}
