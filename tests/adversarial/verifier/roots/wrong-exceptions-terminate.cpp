// family: exceptions
// refused: interface; legality; dependence-recording exception-escapes; equivalence different-exception; equivalence crash; dependence-recording; coverage crash; coverage different-exception
// why: an exception that leaves the region ends the program
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

std::vector<double> square_roots(const std::vector<double>& values) {
  std::vector<double> roots(values.size());
#pragma omp parallel for
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] < 0.0) {
      throw std::domain_error("a negative number has no root");
    }
    roots[i] = std::sqrt(values[i]);
  }
  return roots;
}
