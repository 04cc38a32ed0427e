// family: waiting
// refused: legality; dependence-recording; races; equivalence; coverage
// why: nowait: the sum is used before it is complete
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
#pragma omp parallel
  {
#pragma omp for reduction(+ : sum) nowait
    for (std::size_t i = 0; i < n; ++i) {
      sum += values[i];
    }
    const double mean = sum / static_cast<double>(n);
#pragma omp for reduction(+ : squares)
    for (std::size_t i = 0; i < n; ++i) {
      values[i] -= mean;
      squares += values[i] * values[i];
    }
  }
  return squares / static_cast<double>(n);
}
