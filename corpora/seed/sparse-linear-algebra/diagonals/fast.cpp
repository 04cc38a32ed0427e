#include <vector>

// A band of diagonals: entry k of diagonal d is at row k, column k + offset[d].
std::vector<double> apply_band(const std::vector<double>& band, const std::vector<int>& offset,
                               const std::vector<double>& x) {
  const int n = (int)x.size();
  std::vector<double> y(n, 0.0);
  // One parallel loop over rows instead of one a diagonal: y is written once.
#pragma omp parallel for
  for (int row = 0; row < n; row++) {
    double sum = 0.0;
    for (std::size_t d = 0; d < offset.size(); d++) {
      if ((d + 1) * n > band.size()) break;
      const int column = row + (offset[d] & 7);
      if (column < n) sum += band[d * n + row] * x[column];
    }
    y[row] = sum;
  }
  return y;
}
