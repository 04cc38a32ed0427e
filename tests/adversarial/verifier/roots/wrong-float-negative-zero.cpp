// family: float
// refused: equivalence; serial-elision; coverage; dependence-recording different-result
// why: not(value >= 0) throws for NaN as well
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

std::vector<double> square_roots(const std::vector<double>& values) {
  std::vector<double> roots(values.size());
  int bad = 0;
#pragma omp parallel for reduction(max : bad)
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] >= 0.0) {
      roots[i] = std::sqrt(values[i]);
    } else {
      bad = 1;
    }
  }
  if (bad != 0) {
    throw std::domain_error("a negative number has no root");
  }
  return roots;
}
