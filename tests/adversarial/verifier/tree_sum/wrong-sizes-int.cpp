// family: sizes
// refused: equivalence undefined-behaviour; serial-elision undefined-behaviour; equivalence different-result; serial-elision different-result; legality; coverage different-result; coverage undefined-behaviour; dependence-recording different-result
// why: the partial sums are int: many or large values overflow
#include <cstddef>
#include <vector>

static long long sum_range(const int* data, std::size_t begin, std::size_t end) {
  unsigned sum = 0;
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = begin; i < end; ++i) {
    sum += static_cast<unsigned>(data[i]);
  }
  return static_cast<int>(sum);
}

long long tree_sum(const std::vector<int>& values) {
  return sum_range(values.data(), 0, values.size());
}
