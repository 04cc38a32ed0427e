#include <vector>

// The squared length of b - A x.
double residual(const std::vector<int>& start, const std::vector<int>& column,
                const std::vector<double>& value, const std::vector<double>& x,
                const std::vector<double>& b) {
  double total = 0.0;
  const int rows = (int)start.size() - 1;
#pragma omp parallel for reduction(+ : total) schedule(static)
  for (int r = 0; r < rows; r++) {
    double rest = b[r];
    for (int k = start[r]; k < start[r + 1]; ++k) rest -= value[k] * x[column[k]];
    total += rest * rest;
  }
  return total;
}
