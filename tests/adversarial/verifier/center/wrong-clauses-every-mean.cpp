// family: clauses
// refused: legality; dependence-recording; races; equivalence; coverage
// why: every thread divides the shared sum
#include <cstddef>
#include <vector>

// Subtracts the mean; returns the variance.
double center(std::vector<double>& values) {
  const std::size_t n = values.size();
  if (n == 0) {
    return 0.0;
  }
  double mean = 0.0;
  double squares = 0.0;
#pragma omp parallel
  {
#pragma omp for reduction(+ : mean)
    for (std::size_t i = 0; i < n; ++i) {
      mean += values[i];
    }
    mean /= static_cast<double>(n);
#pragma omp barrier
#pragma omp for reduction(+ : squares)
    for (std::size_t i = 0; i < n; ++i) {
      values[i] -= mean;
      squares += values[i] * values[i];
    }
  }
  return squares / static_cast<double>(n);
}
