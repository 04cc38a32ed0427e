// family: float
// refused: serial-elision; equivalence; coverage; dependence-recording different-result
// why: sums in single precision
#include <cstddef>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  float sum = 0.0f;
#pragma omp parallel for simd reduction(+ : sum)
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += static_cast<float>(a[i] * b[i]);
  }
  return sum;
}
