// family: signature
// refused: interface; extract
// why: callers of the old signature no longer link
#include <cstddef>
#include <vector>

// y <- a * x + y
void axpy(double a, std::vector<double> x, std::vector<double>& y) {
  const std::size_t n = y.size();
#pragma omp parallel for
  for (std::size_t i = 0; i < n; ++i) {
    y[i] += a * x[i];
  }
}
