// family: noop
// refused: benchmark not-faster; legality; dependence-recording; interface
// why: one thread does it all while the others wait
#include <cstddef>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
#pragma omp parallel
#pragma omp single
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}
