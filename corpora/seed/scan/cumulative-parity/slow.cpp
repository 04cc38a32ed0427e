#include <cstdint>
#include <vector>

void decode_differences(std::vector<std::uint32_t>& words) {
  std::uint32_t last = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    last ^= words[i];
    words[i] = last;
  }
}
