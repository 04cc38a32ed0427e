// family: noop
// refused: interface not-parallel; legality; benchmark not-faster; equivalence timeout; coverage timeout
// why: a worksharing loop outside a parallel region shares nothing
#include <cstddef>
#include <vector>

// y <- a * x + y
void axpy(double a, const std::vector<double>& x, std::vector<double>& y) {
  const std::size_t n = y.size();
#pragma omp for
  for (std::size_t i = 0; i < n; ++i) {
    y[i] += a * x[i];
  }
}
