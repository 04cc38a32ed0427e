// family: sizes
// refused: legality; equivalence; coverage; dependence-recording different-result
// why: float has 24 bits: beyond 16,777,216 elements the last border is not n
#include <omp.h>

#include <cstddef>
#include <vector>

// y <- a * x + y
void axpy(double a, const std::vector<double>& x, std::vector<double>& y) {
  const std::size_t n = y.size();
#pragma omp parallel
  {
    const float share = static_cast<float>(n) / omp_get_num_threads();
    const std::size_t me = omp_get_thread_num();
    const std::size_t begin = static_cast<std::size_t>(share * me);
    const bool last = me + 1 == static_cast<std::size_t>(omp_get_num_threads());
    const std::size_t end = static_cast<std::size_t>(last ? static_cast<float>(n) : share * (me + 1));
    for (std::size_t i = begin; i < end; ++i) {
      y[i] += a * x[i];
    }
  }
}
