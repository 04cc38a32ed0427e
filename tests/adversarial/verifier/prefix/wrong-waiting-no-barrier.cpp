// family: waiting
// refused: equivalence different-result; races; dependence-recording; legality; coverage different-result
// why: reads the sums of other chunks without waiting for them
#include <omp.h>

#include <cstddef>
#include <vector>

std::vector<long> prefix_sum(const std::vector<long>& in) {
  const std::size_t n = in.size();
  std::vector<long> out(n);
  std::vector<long> offset;
#pragma omp parallel
  {
    const std::size_t threads = omp_get_num_threads();
    const std::size_t me = omp_get_thread_num();
#pragma omp single
    offset.assign(threads + 1, 0);
    const std::size_t begin = n * me / threads;
    const std::size_t end = n * (me + 1) / threads;
    long sum = 0;
    for (std::size_t i = begin; i < end; ++i) {
      sum += in[i];
      out[i] = sum;
    }
    offset[me + 1] = sum;
    long before = 0;
    for (std::size_t t = 0; t <= me; ++t) {
      before += offset[t];
    }
    for (std::size_t i = begin; i < end; ++i) {
      out[i] += before;
    }
  }
  return out;
}
