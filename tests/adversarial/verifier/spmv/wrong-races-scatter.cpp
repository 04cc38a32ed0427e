// family: races
// refused: equivalence different-result; serial-elision different-result; legality; dependence-recording; races; coverage different-result
// why: the transposed product: entries of one column meet, and it is another product
#include <vector>

// The entries of row r are at row_start[r] .. row_start[r + 1].
std::vector<double> spmv(const std::vector<int>& row_start, const std::vector<int>& column,
                         const std::vector<double>& value, const std::vector<double>& x) {
  const int rows = static_cast<int>(row_start.size()) - 1;
  std::vector<double> y(rows > 0 ? rows : 0);
#pragma omp parallel for
  for (int r = 0; r < rows; ++r) {
    for (int k = row_start[r]; k < row_start[r + 1]; ++k) {
      if (column[k] < rows) {
        y[column[k]] += value[k] * x[r];
      }
    }
  }
  return y;
}
