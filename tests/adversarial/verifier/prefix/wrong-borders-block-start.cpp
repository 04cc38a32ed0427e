// family: borders
// refused: equivalence different-result; serial-elision different-result; coverage different-result; dependence-recording different-result
// why: the last block's sum is kept one place too early when blocks are full
#include <algorithm>
#include <cstddef>
#include <vector>

std::vector<long> prefix_sum(const std::vector<long>& in) {
  const std::size_t n = in.size();
  const std::size_t length = 64;
  const std::size_t blocks = n / length + 1;
  std::vector<long> out(n);
  std::vector<long> start(blocks, 0);
#pragma omp parallel for
  for (std::size_t b = 0; b < blocks; ++b) {
    long sum = 0;
    for (std::size_t i = b * length; i < std::min(n, (b + 1) * length); ++i) {
      sum += in[i];
      out[i] = sum;
    }
    start[b] = sum;
  }
  for (std::size_t b = 1; b < blocks; ++b) {
    start[b] += start[b - 1];
  }
#pragma omp parallel for
  for (std::size_t b = 2; b < blocks; ++b) {
    for (std::size_t i = b * length; i < std::min(n, (b + 1) * length); ++i) {
      out[i] += start[b - 1];
    }
  }
  return out;
}
