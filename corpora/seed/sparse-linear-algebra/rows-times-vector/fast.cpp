#include <vector>

std::vector<double> apply(const std::vector<int>& start, const std::vector<int>& column,
                          const std::vector<double>& value, const std::vector<double>& x) {
  const int rows = start.empty() ? 0 : static_cast<int>(start.size()) - 1;
  std::vector<double> y(rows);
  // Rows of unlike lengths, in chunks of neighbours.
#pragma omp parallel for schedule(dynamic, 64)
  for (int row = 0; row < rows; row++) {
    double sum = 0;
    for (int at = start[row]; at < start[row + 1]; at++) {
      sum += value[at] * x[column[at]];
    }
    y[row] = sum;
  }
  return y;
}
