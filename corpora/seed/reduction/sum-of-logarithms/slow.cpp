#include <cmath>

double log_likelihood(const double* residual, int n, double sigma) {
  double total = 0.0;
  for (int i = 0; i < n; ++i) {
    double z = residual[i] / sigma;
    total = total - 0.5 * std::log(1.0 + z * z);
  }
  return total;
}
