#include <cstdint>
#include <vector>

std::vector<int> magnitudes(const std::vector<std::uint32_t>& values) {
  std::vector<int> count(33, 0);
  for (auto v : values) {
    int bits = 0;
    while (v != 0) {
      v >>= 1;
      bits++;
    }
    count[bits]++;
  }
  return count;
}
