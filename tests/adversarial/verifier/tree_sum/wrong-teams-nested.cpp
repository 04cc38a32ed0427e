// family: teams
// refused: equivalence different-result; legality; dependence-recording; coverage different-result; serial-elision different-result
// why: the left half is summed by a thread that is not there without nested parallelism
#include <omp.h>

#include <cstddef>
#include <vector>

static long long sum_range(const int* data, std::size_t begin, std::size_t end) {
  long long sum = 0;
  for (std::size_t i = begin; i < end; ++i) {
    sum += data[i];
  }
  return sum;
}

long long tree_sum(const std::vector<int>& values) {
  const std::size_t half = values.size() / 2;
  long long left = 0;
  long long right = 0;
#pragma omp parallel num_threads(omp_in_parallel() ? 1 : 4)
  {
    if (omp_get_thread_num() == 0) {
      right = sum_range(values.data(), half, values.size());
    }
    if (omp_get_thread_num() == omp_get_num_threads() - 1 && omp_get_level() == 1) {
      left = sum_range(values.data(), 0, half);
    }
  }
  return left + right;
}
