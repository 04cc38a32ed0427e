#include <cstdint>
#include <vector>

// How many bits are set in the words before each one.
std::vector<long> bits_before(const std::vector<std::uint32_t>& words) {
  std::vector<long> before(words.size());
  long count = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    before[i] = count;
    for (int bit = 0; bit < 32; ++bit) {
      if (words[i] & (1u << bit)) count++;
    }
  }
  return before;
}
