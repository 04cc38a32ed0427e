#include <vector>

// All inner products of the rows.
std::vector<double> gram(const std::vector<std::vector<double>>& rows) {
  const std::size_t n = rows.size();
  std::vector<double> g(n * n);
  // The product of a and b is that of b and a; rows of the triangle are of unlike lengths.
#pragma omp parallel for schedule(dynamic, 4)
  for (std::size_t a = 0; a < n; a++) {
    for (std::size_t b = a; b < n; b++) {
      const std::size_t m = rows[a].size() < rows[b].size() ? rows[a].size() : rows[b].size();
      double sum = 0;
      for (std::size_t k = 0; k < m; k++) sum += rows[a][k] * rows[b][k];
      g[a * n + b] = sum;
      g[b * n + a] = sum;
    }
  }
  return g;
}
