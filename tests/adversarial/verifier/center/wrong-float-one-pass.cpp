// family: float
// refused: serial-elision; equivalence; coverage; dependence-recording different-result
// why: the sum of squares minus the square of the sum cancels
#include <cstddef>
#include <vector>

// Subtracts the mean; returns the variance.
double center(std::vector<double>& values) {
  const std::size_t n = values.size();
  if (n == 0) {
    return 0.0;
  }
  double sum = 0.0;
  double squares = 0.0;
#pragma omp parallel for reduction(+ : sum, squares)
  for (std::size_t i = 0; i < n; ++i) {
    sum += values[i];
    squares += values[i] * values[i];
  }
  const double mean = sum / static_cast<double>(n);
#pragma omp parallel for
  for (std::size_t i = 0; i < n; ++i) {
    values[i] -= mean;
  }
  return squares / static_cast<double>(n) - mean * mean;
}
