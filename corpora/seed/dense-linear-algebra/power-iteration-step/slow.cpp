#include <cmath>
#include <vector>

// x := m * x, scaled to length 1; what it was scaled by.
double iterate(const std::vector<double>& m, std::vector<double>& x) {
  int n = (int)x.size();
  if ((long)m.size() < (long)n * n) return 0;
  std::vector<double> y(n, 0.0);
  double squares = 0;
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < n; j++) y[i] += m[i * n + j] * x[j];
    squares += y[i] * y[i];
  }
  double length = std::sqrt(squares);
  for (int i = 0; i < n; i++) x[i] = length > 0 ? y[i] / length : 0;
  return length;
}
