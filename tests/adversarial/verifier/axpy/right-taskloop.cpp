// right: a taskloop created by one thread
#include <cstddef>
#include <vector>

// y <- a * x + y
void axpy(double a, const std::vector<double>& x, std::vector<double>& y) {
  const std::size_t n = y.size();
#pragma omp parallel
#pragma omp single
#pragma omp taskloop grainsize(256)
  for (std::size_t i = 0; i < n; ++i) {
    y[i] += a * x[i];
  }
}
