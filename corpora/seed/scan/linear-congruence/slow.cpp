#include <cstdint>
#include <vector>

// A running hash: every value depends on all before it.
std::vector<std::uint32_t> rolling_hash(const std::vector<std::uint32_t>& text) {
  std::vector<std::uint32_t> hash(text.size());
  std::uint32_t h = 17;
  for (std::size_t i = 0; i < text.size(); i++) {
    h = h * 31u + text[i];
    hash[i] = h;
  }
  return hash;
}
