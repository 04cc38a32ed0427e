// family: undefined
// refused: serial-elision memory-error; serial-elision undefined-behaviour; equivalence memory-error; coverage memory-error
// why: looks ahead at entries that do not exist
#include <vector>

// The entries of row r are at row_start[r] .. row_start[r + 1].
std::vector<double> spmv(const std::vector<int>& row_start, const std::vector<int>& column,
                         const std::vector<double>& value, const std::vector<double>& x) {
  const int rows = static_cast<int>(row_start.size()) - 1;
  std::vector<double> y(rows > 0 ? rows : 0);
#pragma omp parallel for
  for (int r = 0; r < rows; ++r) {
    double sum = 0.0;
    const int* at = column.data() + row_start[r];
    int next = *at;
    for (int k = row_start[r]; k < row_start[r + 1]; ++k) {
      const int here = next;
      next = *++at;
      sum += value[k] * x[here];
    }
    y[r] = sum;
  }
  return y;
}
