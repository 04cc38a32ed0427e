// right: worksharing and simd together, with a schedule and a guard against small sizes
#include <cstddef>
#include <vector>

// y <- a * x + y
void axpy(double a, const std::vector<double>& x, std::vector<double>& y) {
  const std::size_t n = y.size();
#pragma omp parallel for simd schedule(simd : static) if (parallel : n > 2000)
  for (std::size_t i = 0; i < n; ++i) {
    y[i] += a * x[i];
  }
}
