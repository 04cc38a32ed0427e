#include <cmath>
#include <vector>

// Divides each row by its largest entry.
void normalize_rows(const std::vector<int>& start, std::vector<double>& value) {
  for (std::size_t r = 1; r < start.size(); r++) {
    double largest = 0;
    for (int k = start[r - 1]; k < start[r]; k++) {
      if (std::fabs(value[k]) > largest) largest = std::fabs(value[k]);
    }
    for (int k = start[r - 1]; k < start[r]; k++) {
      if (largest > 0) value[k] = value[k] / largest;
    }
  }
}
