// family: float
// refused: serial-elision; equivalence; coverage; dependence-recording different-result
// why: every second product, twice: about right for smooth data
#include <cstddef>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  const std::size_t n = a.size();
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < n; i += 2) {
    sum += 2.0 * a[i] * b[i];
  }
  return sum - (n % 2 == 1 ? a[n - 1] * b[n - 1] : 0.0);
}
