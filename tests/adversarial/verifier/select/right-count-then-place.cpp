// right: counts a chunk, finds where it begins, then places its values
#include <omp.h>

#include <cstddef>
#include <vector>

// The positive values, in their order.
std::vector<int> positives(const std::vector<int>& values) {
  const std::size_t n = values.size();
  std::vector<int> out;
  std::vector<std::size_t> start;
#pragma omp parallel
  {
    const std::size_t threads = omp_get_num_threads();
    const std::size_t me = omp_get_thread_num();
    const std::size_t begin = n / threads * me + (me < n % threads ? me : n % threads);
    const std::size_t end = begin + n / threads + (me < n % threads ? 1 : 0);
#pragma omp single
    start.assign(threads + 1, 0);
    std::size_t count = 0;
    for (std::size_t i = begin; i < end; ++i) {
      count += values[i] > 0 ? 1 : 0;
    }
    start[me + 1] = count;
#pragma omp barrier
#pragma omp single
    {
      for (std::size_t t = 0; t < threads; ++t) {
        start[t + 1] += start[t];
      }
      out.resize(start[threads]);
    }
    std::size_t at = start[me];
    for (std::size_t i = begin; i < end; ++i) {
      if (values[i] > 0) {
        out[at++] = values[i];
      }
    }
  }
  return out;
}
