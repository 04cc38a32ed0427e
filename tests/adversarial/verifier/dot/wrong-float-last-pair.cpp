// family: float
// refused: serial-elision different-result; equivalence different-result; serial-elision beyond-rounding; equivalence beyond-rounding; coverage different-result; dependence-recording different-result
// why: unrolled by four; what is left of an odd length is lost
#include <cstddef>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double s0 = 0.0, s1 = 0.0, s2 = 0.0, s3 = 0.0;
  const std::size_t n = a.size() / 4 * 4;
#pragma omp parallel for reduction(+ : s0, s1, s2, s3)
  for (std::size_t i = 0; i < n; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  return s0 + s1 + s2 + s3;
}
