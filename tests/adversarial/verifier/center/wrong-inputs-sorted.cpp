// family: inputs
// refused: equivalence different-result; serial-elision different-result; equivalence; serial-elision; dependence-recording; legality; coverage
// why: sorts the caller's values first, for a better sum
#include <algorithm>
#include <cstddef>
#include <vector>

// Subtracts the mean; returns the variance.
double center(std::vector<double>& values) {
  const std::size_t n = values.size();
  if (n == 0) {
    return 0.0;
  }
  std::sort(values.begin(), values.end());
  double sum = 0.0;
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < n; ++i) {
    sum += values[i];
  }
  const double mean = sum / static_cast<double>(n);
  double squares = 0.0;
#pragma omp parallel for reduction(+ : squares)
  for (std::size_t i = 0; i < n; ++i) {
    values[i] -= mean;
    squares += values[i] * values[i];
  }
  return squares / static_cast<double>(n);
}
