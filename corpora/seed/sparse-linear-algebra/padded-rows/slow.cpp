#include <vector>

// Rows padded to the same width; column -1 marks padding.
std::vector<float> apply_padded(const std::vector<int>& column, const std::vector<float>& value,
                                const std::vector<float>& x, int rows, int width) {
  std::vector<float> y;
  for (int r = 0; r < rows; r++) {
    float sum = 0;
    for (int k = 0; k < width; k++) {
      int c = column[r * width + k];
      if (c >= 0 && c < (int)x.size()) sum += value[r * width + k] * x[c];
    }
    y.push_back(sum);
  }
  return y;
}
