// right: the row's sum in a function of its own, guided schedule
#include <vector>

static double row_times(const std::vector<int>& column, const std::vector<double>& value,
                        const std::vector<double>& x, int begin, int end) {
  double sum = 0.0;
  for (int k = begin; k < end; ++k) {
    sum += value[k] * x[column[k]];
  }
  return sum;
}

// The entries of row r are at row_start[r] .. row_start[r + 1].
std::vector<double> spmv(const std::vector<int>& row_start, const std::vector<int>& column,
                         const std::vector<double>& value, const std::vector<double>& x) {
  const int rows = static_cast<int>(row_start.size()) - 1;
  std::vector<double> y(rows > 0 ? rows : 0);
#pragma omp parallel for schedule(guided)
  for (int r = 0; r < rows; ++r) {
    y[r] = row_times(column, value, x, row_start[r], row_start[r + 1]);
  }
  return y;
}
