#include <vector>

// All inner products of the rows.
std::vector<double> gram(const std::vector<std::vector<double>>& rows) {
  std::size_t n = rows.size();
  std::vector<double> g(n * n);
  for (std::size_t a = 0; a < n; a++) {
    for (std::size_t b = 0; b < n; b++) {
      double sum = 0;
      for (std::size_t k = 0; k < rows[a].size() && k < rows[b].size(); k++)
        sum += rows[a][k] * rows[b][k];
      g[a * n + b] = sum;
    }
  }
  return g;
}
