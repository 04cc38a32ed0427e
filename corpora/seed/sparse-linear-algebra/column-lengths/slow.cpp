#include <vector>

// The sum of squares of each column of a matrix stored by rows.
std::vector<long> column_squares(const std::vector<int>& column, const std::vector<int>& value,
                                 int columns) {
  if (columns < 0) columns = 0;
  std::vector<long> sums(columns, 0);
  for (std::size_t k = 0; k < column.size() && k < value.size(); k++) {
    int c = column[k];
    if (c >= 0 && c < columns) sums[c] += (long)value[k] * value[k];
  }
  return sums;
}
