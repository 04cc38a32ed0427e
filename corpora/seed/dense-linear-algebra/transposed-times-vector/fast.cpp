#include <vector>

// y = transposed(m) * x
std::vector<double> apply_transposed(const std::vector<double>& m, const std::vector<double>& x,
                                     int rows, int columns) {
  if (columns < 1) return {};
  std::vector<double> y(columns);
  const int strip = 32;
  // Strips of columns, each along the rows; no thread adds to another's strip.
#pragma omp parallel for
  for (int jj = 0; jj < columns; jj += strip) {
    const int last = columns - jj < strip ? columns : jj + strip;
    for (int i = 0; i < rows; i++) {
      for (int j = jj; j < last; j++) y[j] += m[i * columns + j] * x[i];
    }
  }
  return y;
}
