// family: borders
// refused: equivalence different-result; coverage different-result; dependence-recording different-result; legality wrong-partition
// why: what is left of n / threads is nobody's
#include <omp.h>

#include <cstddef>
#include <vector>

// y <- a * x + y
void axpy(double a, const std::vector<double>& x, std::vector<double>& y) {
  const std::size_t n = y.size();
#pragma omp parallel
  {
    const std::size_t chunk = n / omp_get_num_threads();
    const std::size_t begin = omp_get_thread_num() * chunk;
    for (std::size_t i = begin; i < begin + chunk; ++i) {
      y[i] += a * x[i];
    }
  }
}
