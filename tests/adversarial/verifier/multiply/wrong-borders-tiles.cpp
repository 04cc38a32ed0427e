// family: borders
// refused: equivalence different-result; serial-elision different-result; coverage different-result; dependence-recording different-result
// why: sizes that are no multiple of the tile lose their edge
#include <vector>

// The product of two square matrices of n rows.
std::vector<double> multiply(const std::vector<double>& a, const std::vector<double>& b, int n) {
  std::vector<double> c(n * n, 0.0);
  constexpr int tile = 4;
#pragma omp parallel for collapse(2)
  for (int ii = 0; ii <= n - tile; ii += tile) {
    for (int jj = 0; jj <= n - tile; jj += tile) {
      for (int i = ii; i < ii + tile; ++i) {
        for (int j = jj; j < jj + tile; ++j) {
          for (int k = 0; k < n; ++k) {
            c[i * n + j] += a[i * n + k] * b[k * n + j];
          }
        }
      }
    }
  }
  return c;
}
