// right: chunks by thread number, the remainder spread over the first threads
#include <omp.h>

#include <algorithm>
#include <cstddef>
#include <vector>

// y <- a * x + y
void axpy(double a, const std::vector<double>& x, std::vector<double>& y) {
  const std::size_t n = y.size();
#pragma omp parallel
  {
    const std::size_t threads = omp_get_num_threads();
    const std::size_t me = omp_get_thread_num();
    const std::size_t chunk = n / threads;
    const std::size_t rest = n % threads;
    const std::size_t begin = me * chunk + std::min(me, rest);
    const std::size_t end = begin + chunk + (me < rest ? 1 : 0);
    for (std::size_t i = begin; i < end; ++i) {
      y[i] += a * x[i];
    }
  }
}
