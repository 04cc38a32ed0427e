// family: float
// refused: serial-elision; equivalence; coverage; dependence-recording different-result
// why: leaves out what it takes for negligible; many such terms are not
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double term = a[i] * b[i];
    if (std::fabs(term) < std::numeric_limits<float>::epsilon() * std::fabs(sum)) {
      continue;
    }
    sum += term;
  }
  return sum;
}
