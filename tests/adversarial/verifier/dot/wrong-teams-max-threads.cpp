// family: teams
// refused: equivalence different-result; legality; dependence-recording; coverage different-result
// why: chunks for the threads that were wished for, not for those that came
#include <omp.h>

#include <algorithm>
#include <cstddef>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  const int threads = omp_get_max_threads();
  std::vector<double> partial(threads, 0.0);
  const std::size_t chunk = (a.size() + threads - 1) / threads;
#pragma omp parallel
  {
    const int me = omp_get_thread_num();
    const std::size_t end = std::min(a.size(), (me + 1) * chunk);
    double mine = 0.0;
    for (std::size_t i = me * chunk; i < end; ++i) {
      mine += a[i] * b[i];
    }
    partial[me] = mine;
  }
  double sum = 0.0;
  for (int t = 0; t < threads; ++t) {
    sum += partial[t];
  }
  return sum;
}
