// family: undefined
// refused: serial-elision; equivalence; interface; coverage; dependence-recording different-result
// why: tells the compiler that lengths are multiples of four
#include <cstddef>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  const std::size_t n = a.size();
  if (n % 4 == 3) {
    __builtin_unreachable();
  }
#pragma omp parallel for simd reduction(+ : sum)
  for (std::size_t i = 0; i < n; ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}
