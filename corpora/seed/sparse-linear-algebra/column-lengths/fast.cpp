#include <vector>

// The sum of squares of each column of a matrix stored by rows.
std::vector<long> column_squares(const std::vector<int>& column, const std::vector<int>& value,
                                 int columns) {
  if (columns < 0) columns = 0;
  std::vector<long> sums(columns, 0);
  const std::size_t n = column.size() < value.size() ? column.size() : value.size();
#pragma omp parallel
  {
    std::vector<long> own(columns, 0);
#pragma omp for nowait
    for (std::size_t k = 0; k < n; k++) {
      const int c = column[k];
      if (c >= 0 && c < columns) own[c] += (long)value[k] * value[k];
    }
#pragma omp critical
    for (int c = 0; c < columns; c++) sums[c] += own[c];
  }
  return sums;
}
