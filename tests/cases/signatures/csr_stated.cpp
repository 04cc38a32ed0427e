// The same, where the loops do not show it: a comment says so.
#include <cstddef>
#include <vector>

// pcg: row_starts(start, value), indices(column, x), column.size() == value.size()
// pcg: y.size() + 1 == start.size()
void kernel(const std::vector<int>& start, const std::vector<int>& column,
            const std::vector<double>& value, const std::vector<double>& x,
            std::vector<double>& y) {
  for (std::size_t i = 0; i < y.size(); ++i) {
    int k = start[i];
    while (k < start[i + 1]) {
      const int at = column[k];
      y[i] += value[k] * x[at];  // wrong: y[i] += value[k];
      ++k;
    }
  }
}
