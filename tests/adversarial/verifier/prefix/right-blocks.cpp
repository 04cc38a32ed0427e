// right: blocks of a fixed length, their sums scanned by one thread between two loops
#include <algorithm>
#include <cstddef>
#include <vector>

std::vector<long> prefix_sum(const std::vector<long>& in) {
  const std::size_t n = in.size();
  const std::size_t length = 64;
  const std::size_t blocks = (n + length - 1) / length;
  std::vector<long> out(n);
  std::vector<long> start(blocks + 1, 0);
#pragma omp parallel for
  for (std::size_t b = 0; b < blocks; ++b) {
    long sum = 0;
    for (std::size_t i = b * length; i < std::min(n, (b + 1) * length); ++i) {
      sum += in[i];
      out[i] = sum;
    }
    start[b + 1] = sum;
  }
  for (std::size_t b = 0; b < blocks; ++b) {
    start[b + 1] += start[b];
  }
#pragma omp parallel for
  for (std::size_t b = 0; b < blocks; ++b) {
    for (std::size_t i = b * length; i < std::min(n, (b + 1) * length); ++i) {
      out[i] += start[b];
    }
  }
  return out;
}
