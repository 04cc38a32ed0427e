// family: noop
// refused: legality; dependence-recording; benchmark not-faster; interface
// why: a team of one
#include <cstddef>
#include <vector>

// Subtracts the mean; returns the variance.
double center(std::vector<double>& values) {
  const std::size_t n = values.size();
  if (n == 0) {
    return 0.0;
  }
  double sum = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    sum += values[i];
  }
  const double mean = sum / static_cast<double>(n);
  double squares = 0.0;
#pragma omp parallel for reduction(+ : squares) num_threads(1)
  for (std::size_t i = 0; i < n; ++i) {
    values[i] -= mean;
    squares += values[i] * values[i];
  }
  return squares / static_cast<double>(n);
}
