#include <vector>

// Rows padded to the same width; column -1 marks padding.
std::vector<float> apply_padded(const std::vector<int>& column, const std::vector<float>& value,
                                const std::vector<float>& x, int rows, int width) {
  if (rows < 1) return {};
  std::vector<float> y(rows);
  const int n = (int)x.size();
#pragma omp parallel for
  for (int r = 0; r < rows; r++) {
    float sum = 0;
    for (int k = 0; k < width; k++) {
      const int c = column[r * width + k];
      if (c >= 0 && c < n) sum += value[r * width + k] * x[c];
    }
    y[r] = sum;
  }
  return y;
}
