// family: sizes
// refused: equivalence; legality; serial-elision; coverage; dependence-recording different-result
// why: from 65,536 elements on, one in 65,536 is left out
#include <cstddef>
#include <cstdint>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  const std::size_t n = a.size();
  double sum = 0.0;
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < n; ++i) {
    if (static_cast<std::uint16_t>(i) == UINT16_MAX) {
      continue;
    }
    sum += a[i] * b[i];
  }
  return sum;
}
