#include <vector>

// The squared length of b - A x.
double residual(const std::vector<int>& start, const std::vector<int>& column,
                const std::vector<double>& value, const std::vector<double>& x,
                const std::vector<double>& b) {
  double total = 0.0;
  int rows = (int)start.size() - 1;
  for (int r = 0; r < rows; r++) {
    double rest = b[r];
    int k = start[r];
    while (k < start[r + 1]) {
      rest -= value[k] * x[column[k]];
      ++k;
    }
    total += rest * rest;
  }
  return total;
}
