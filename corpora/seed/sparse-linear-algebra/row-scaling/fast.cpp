#include <cmath>
#include <vector>

// Divides each row by its largest entry.
void normalize_rows(const std::vector<int>& start, std::vector<double>& value) {
  const int rows = static_cast<int>(start.size()) - 1;
#pragma omp parallel for schedule(static)
  for (int r = 0; r < rows; r++) {
    double largest = 0;
    for (int k = start[r]; k < start[r + 1]; k++) {
      if (std::fabs(value[k]) > largest) largest = std::fabs(value[k]);
    }
    if (!(largest > 0)) continue;
    for (int k = start[r]; k < start[r + 1]; k++) value[k] = value[k] / largest;
  }
}
