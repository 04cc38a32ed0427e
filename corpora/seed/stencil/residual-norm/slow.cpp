#include <vector>

// How far u is from solving the Poisson equation on an n by n grid.
double residual(const std::vector<double>& u, const std::vector<double>& f, int n, double h2) {
  double sum = 0;
  for (int i = 1; i < n - 1; i++)
    for (int j = 1; j < n - 1; j++) {
      int at = i * n + j;
      double r = f[at] * h2 - (4 * u[at] - u[at - 1] - u[at + 1] - u[at - n] - u[at + n]);
      sum += r * r;
    }
  return sum;
}
