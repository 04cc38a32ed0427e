// family: races
// refused: legality; dependence-recording conflict; races; equivalence different-result; coverage different-result; dependence-recording different-result
// why: the entries of a row are added by several threads
#include <vector>

// The entries of row r are at row_start[r] .. row_start[r + 1].
std::vector<double> spmv(const std::vector<int>& row_start, const std::vector<int>& column,
                         const std::vector<double>& value, const std::vector<double>& x) {
  const int rows = static_cast<int>(row_start.size()) - 1;
  std::vector<double> y(rows > 0 ? rows : 0);
#pragma omp parallel
  for (int r = 0; r < rows; ++r) {
#pragma omp for nowait
    for (int k = row_start[r]; k < row_start[r + 1]; ++k) {
      y[r] += value[k] * x[column[k]];
    }
  }
  return y;
}
