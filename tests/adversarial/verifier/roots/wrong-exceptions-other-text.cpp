// family: exceptions
// refused: equivalence different-exception; serial-elision different-exception; coverage different-exception
// why: the text of the exception has changed
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

std::vector<double> square_roots(const std::vector<double>& values) {
  std::vector<double> roots(values.size());
  int negative = 0;
#pragma omp parallel for reduction(+ : negative)
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] < 0.0) {
      ++negative;
    } else {
      roots[i] = std::sqrt(values[i]);
    }
  }
  if (negative > 0) {
    throw std::domain_error("negative numbers have no roots");
  }
  return roots;
}
