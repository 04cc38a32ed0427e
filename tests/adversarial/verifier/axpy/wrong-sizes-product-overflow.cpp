// family: sizes
// refused: legality; equivalence undefined-behaviour; equivalence different-result; coverage different-result; coverage undefined-behaviour; dependence-recording different-result
// why: me * n does not fit an int for large n and many threads
#include <omp.h>

#include <cstddef>
#include <vector>

// y <- a * x + y
void axpy(double a, const std::vector<double>& x, std::vector<double>& y) {
  const int n = static_cast<int>(y.size());
#pragma omp parallel
  {
    const int threads = omp_get_num_threads();
    const int me = omp_get_thread_num();
    const int begin = me * n / threads;
    const int end = (me + 1) * n / threads;
    for (int i = begin; i < end; ++i) {
      y[i] += a * x[i];
    }
  }
}
