#include <cstdint>
#include <vector>

std::uint32_t checksum(const std::vector<std::uint32_t>& words) {
  std::uint32_t sum = 0;
  for (std::uint32_t w : words) {
    w ^= w >> 16;
    w *= 0x7feb352du;
    w ^= w >> 15;
    sum ^= w;
  }
  return sum;
}
