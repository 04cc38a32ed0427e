#include <vector>

struct Row {
  double v[4];
};

// A sparse matrix times a dense one of four columns.
std::vector<Row> apply_block(const std::vector<int>& start, const std::vector<int>& column,
                             const std::vector<double>& value, const std::vector<Row>& block) {
  const int rows = start.empty() ? 0 : (int)start.size() - 1;
  std::vector<Row> out(rows);
#pragma omp parallel for schedule(dynamic, 32)
  for (int r = 0; r < rows; r++) {
    Row row = {{0, 0, 0, 0}};
    // Each entry is read once for all columns.
    for (int k = start[r]; k < start[r + 1]; k++) {
      const double factor = value[k];
      const Row& other = block[column[k]];
      for (int c = 0; c < 4; c++) row.v[c] += factor * other.v[c];
    }
    out[r] = row;
  }
  return out;
}
