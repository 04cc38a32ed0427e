#include <vector>

// Rows padded with zeros to the same width.
std::vector<float> apply_padded(const std::vector<int>& column, const std::vector<float>& value,
                                const std::vector<float>& x, int rows, int width) {
  if (rows < 1) return {};
  std::vector<float> y(rows);
#pragma omp parallel for
  for (int r = 0; r < rows; r++) {
    float sum = 0;
    for (int k = 0; k < width; k++) {
      sum += value[r * width + k] * x[column[r * width + k]];
    }
    y[r] = sum;
  }
  return y;
}
