#include <cmath>
#include <vector>

std::vector<double> row_norms(const std::vector<int>& start, const std::vector<double>& value) {
  const int rows = start.empty() ? 0 : static_cast<int>(start.size()) - 1;
  std::vector<double> norms(rows);
#pragma omp parallel for schedule(dynamic, 64)
  for (int r = 0; r < rows; ++r) {
    double squares = 0.0;
    for (int k = start[r]; k != start[r + 1]; ++k) squares += value[k] * value[k];
    norms[r] = std::sqrt(squares);
  }
  return norms;
}
