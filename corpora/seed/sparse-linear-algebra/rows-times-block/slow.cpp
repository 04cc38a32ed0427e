#include <vector>

struct Row {
  double v[4];
};

// A sparse matrix times a dense one of four columns.
std::vector<Row> apply_block(const std::vector<int>& start, const std::vector<int>& column,
                             const std::vector<double>& value, const std::vector<Row>& block) {
  std::vector<Row> out;
  for (int r = 0; r + 1 < (int)start.size(); r++) {
    Row row;
    for (int c = 0; c < 4; c++) {
      double sum = 0;
      for (int k = start[r]; k < start[r + 1]; k++) {
        sum += value[k] * block[column[k]].v[c];
      }
      row.v[c] = sum;
    }
    out.push_back(row);
  }
  return out;
}
