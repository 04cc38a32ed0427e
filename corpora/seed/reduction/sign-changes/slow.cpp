#include <cstddef>
#include <vector>

int zero_crossings(const std::vector<double>& y) {
  int crossings = 0;
  std::size_t i = 1;
  while (i < y.size()) {
    if ((y[i - 1] < 0) != (y[i] < 0)) crossings = crossings + 1;
    i++;
  }
  return crossings;
}
