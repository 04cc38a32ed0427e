#include <cstdint>
#include <vector>

// The hash of each beginning of a text.
std::vector<std::uint32_t> beginnings(const std::vector<std::uint32_t>& text) {
  std::vector<std::uint32_t> hashes;
  for (std::size_t length = 1; length <= text.size(); length++) {
    std::uint32_t h = 17;
    for (std::size_t i = 0; i < length; i++) h = h * 31u + text[i];
    hashes.push_back(h);
  }
  return hashes;
}
