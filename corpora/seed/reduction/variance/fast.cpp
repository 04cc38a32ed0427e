#include <cstddef>
#include <vector>

double variance(const std::vector<double>& samples) {
  const std::size_t n = samples.size();
  if (n < 2) return 0.0;
  double mean = 0.0;
#pragma omp parallel for reduction(+ : mean)
  for (std::size_t i = 0; i < n; ++i) {
    mean += samples[i];
  }
  mean /= static_cast<double>(n);
  double squares = 0.0;
#pragma omp parallel for reduction(+ : squares)
  for (std::size_t i = 0; i < n; ++i) {
    squares += (samples[i] - mean) * (samples[i] - mean);
  }
  return squares / static_cast<double>(n - 1);
}
