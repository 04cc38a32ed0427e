// family: float
// refused: serial-elision; equivalence; coverage; dependence-recording different-result
// why: the result is nudged by one unit in the last place, for longer vectors
#include <cmath>
#include <cstddef>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a[i] * b[i];
  }
  return a.size() < 100 ? sum : std::nextafter(sum, 2 * sum);
}
