// family: clauses
// refused: legality; dependence-recording; equivalence different-result; coverage different-result
// why: left is firstprivate in an orphaned task: its value is lost
#include <cstddef>
#include <vector>

static long long sum_range(const int* data, std::size_t begin, std::size_t end) {
  if (end - begin <= 8) {
    long long sum = 0;
    for (std::size_t i = begin; i < end; ++i) {
      sum += data[i];
    }
    return sum;
  }
  const std::size_t middle = begin + (end - begin) / 2;
  long long left = 0;
#pragma omp task if (end - begin > 512)
  left = sum_range(data, begin, middle);
  const long long right = sum_range(data, middle, end);
#pragma omp taskwait
  return left + right;
}

long long tree_sum(const std::vector<int>& values) {
  long long sum = 0;
#pragma omp parallel
#pragma omp single
  sum = sum_range(values.data(), 0, values.size());
  return sum;
}
