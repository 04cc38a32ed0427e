#include <vector>

// A sparse matrix times a dense one of `width` columns.
std::vector<double> apply_block(const std::vector<int>& start, const std::vector<int>& column,
                                const std::vector<double>& value, const std::vector<double>& block,
                                int width) {
  int rows = (int)start.size() - 1;
  std::vector<double> out;
  for (int r = 0; r < rows; r++) {
    for (int c = 0; c < width; c++) {
      double sum = 0;
      for (int k = start[r]; k < start[r + 1]; k++) {
        sum += value[k] * block[column[k] * width + c];
      }
      out.push_back(sum);
    }
  }
  return out;
}
