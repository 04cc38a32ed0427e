#include <vector>

// c = a * b for n by n matrices, row by row.
std::vector<double> multiply(const std::vector<double>& a, const std::vector<double>& b, int n) {
  std::vector<double> c(a.size());
#pragma omp parallel for
  for (int i = 0; i < n; i++) {
    // The middle loop runs along rows of b; each sum has its terms in the order of before.
    for (int k = 0; k < n; k++) {
      const double factor = a[i * n + k];
      for (int j = 0; j < n; j++) {
        c[i * n + j] += factor * b[k * n + j];
      }
    }
  }
  return c;
}
