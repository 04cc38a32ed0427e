// family: hang
// refused: equivalence timeout; equivalence crash; serial-elision memory-error; serial-elision timeout; serial-elision crash; coverage timeout; coverage crash; serial-elision undefined-behaviour
// why: n - 1 wraps around for an empty vector
#include <omp.h>

#include <cstddef>
#include <vector>

// y <- a * x + y
void axpy(double a, const std::vector<double>& x, std::vector<double>& y) {
  const std::size_t n = y.size();
#pragma omp parallel
  {
    const std::size_t step = omp_get_num_threads();
    for (std::size_t i = omp_get_thread_num(); i <= n - 1; i += step) {
      y[i] += a * x[i];
    }
  }
}
