// right: the mean by one thread, broadcast to all
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
    double mean;
#pragma omp single copyprivate(mean)
    {
      for (std::size_t i = 0; i < n; ++i) {
        sum += values[i];
      }
      mean = sum / static_cast<double>(n);
    }
#pragma omp for reduction(+ : squares) schedule(static)
    for (std::size_t i = 0; i < n; ++i) {
      values[i] -= mean;
      squares += values[i] * values[i];
    }
  }
  return squares / static_cast<double>(n);
}
