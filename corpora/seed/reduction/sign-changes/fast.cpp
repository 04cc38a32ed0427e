#include <cstddef>
#include <vector>

int zero_crossings(const std::vector<double>& y) {
  int crossings = 0;
#pragma omp parallel for reduction(+ : crossings)
  for (std::size_t i = 1; i < y.size(); i++) {
    if ((y[i - 1] < 0) != (y[i] < 0)) crossings = crossings + 1;
  }
  return crossings;
}
