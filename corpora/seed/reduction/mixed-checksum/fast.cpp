#include <cstdint>
#include <vector>

std::uint32_t checksum(const std::vector<std::uint32_t>& words) {
  const long n = static_cast<long>(words.size());
  std::uint32_t sum = 0;
#pragma omp parallel for simd reduction(^ : sum)
  for (long i = 0; i < n; ++i) {
    std::uint32_t w = words[i];
    w ^= w >> 16;
    w *= 0x7feb352du;
    w ^= w >> 15;
    sum ^= w;
  }
  return sum;
}
