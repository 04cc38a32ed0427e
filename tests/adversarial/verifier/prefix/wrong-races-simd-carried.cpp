// family: races
// refused: legality; dependence-recording conflict; equivalence different-result; coverage different-result; dependence-recording different-result
// why: within a block each element needs the one before; simd says it does not
#include <algorithm>
#include <cstddef>
#include <vector>

std::vector<long> prefix_sum(const std::vector<long>& in) {
  const std::size_t n = in.size();
  const std::size_t length = 64;
  const std::size_t blocks = (n + length - 1) / length;
  std::vector<long> out(n);
#pragma omp parallel for
  for (std::size_t b = 0; b < blocks; ++b) {
    const std::size_t first = b * length;
    const std::size_t last = std::min(n, first + length);
    out[first] = in[first];
#pragma omp simd
    for (std::size_t i = first + 1; i < last; ++i) {
      out[i] = out[i - 1] + in[i];
    }
  }
  for (std::size_t b = 1; b < blocks; ++b) {
    const long before = out[b * length - 1];
#pragma omp parallel for
    for (std::size_t i = b * length; i < std::min(n, (b + 1) * length); ++i) {
      out[i] += before;
    }
  }
  return out;
}
