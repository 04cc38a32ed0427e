// family: sizes
// refused: equivalence; legality; dependence-recording; serial-elision; coverage
// why: beyond 32,767 elements the sum is in single precision
#include <cstddef>
#include <limits>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  const std::size_t n = a.size();
  if (n > static_cast<std::size_t>(std::numeric_limits<short>::max())) {
    float quick = 0.0f;
#pragma omp parallel for simd reduction(+ : quick)
    for (std::size_t i = 0; i < n; ++i) {
      quick += static_cast<float>(a[i]) * static_cast<float>(b[i]);
    }
    return quick;
  }
  double sum = 0.0;
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < n; ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}
