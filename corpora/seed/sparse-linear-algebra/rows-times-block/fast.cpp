#include <vector>

// A sparse matrix times a dense one of `width` columns.
std::vector<double> apply_block(const std::vector<int>& start, const std::vector<int>& column,
                                const std::vector<double>& value, const std::vector<double>& block,
                                int width) {
  const int rows = (int)start.size() - 1;
  if (rows < 1 || width < 1) return {};
  std::vector<double> out((long)rows * width);
#pragma omp parallel for schedule(dynamic, 16)
  for (int r = 0; r < rows; r++) {
    // Along the rows of the block rather than down its columns.
    for (int k = start[r]; k < start[r + 1]; k++) {
      const double factor = value[k];
      for (int c = 0; c < width; c++) {
        out[(long)r * width + c] += factor * block[column[k] * width + c];
      }
    }
  }
  return out;
}
