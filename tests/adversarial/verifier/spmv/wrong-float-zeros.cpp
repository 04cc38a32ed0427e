// family: float
// refused: serial-elision different-result; equivalence different-result; coverage different-result; dependence-recording different-result
// why: zeros are skipped: infinity times zero is NaN in the original
#include <vector>

// The entries of row r are at row_start[r] .. row_start[r + 1].
std::vector<double> spmv(const std::vector<int>& row_start, const std::vector<int>& column,
                         const std::vector<double>& value, const std::vector<double>& x) {
  const int rows = static_cast<int>(row_start.size()) - 1;
  std::vector<double> y(rows > 0 ? rows : 0);
#pragma omp parallel for schedule(dynamic, 32)
  for (int r = 0; r < rows; ++r) {
    double sum = 0.0;
    for (int k = row_start[r]; k < row_start[r + 1]; ++k) {
      if (value[k] != 0.0) {
        sum += value[k] * x[column[k]];
      }
    }
    y[r] = sum;
  }
  return y;
}
