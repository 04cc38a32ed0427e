#include <array>
#include <cstdint>
#include <vector>

int occurrences(const std::vector<std::uint8_t>& text, const std::array<std::uint8_t, 4>& word) {
  int count = 0;
  for (std::size_t at = 0; at + word.size() <= text.size(); at++) {
    std::size_t same = 0;
    while (same < word.size() && text[at + same] == word[same]) same++;
    if (same == word.size()) count++;
  }
  return count;
}
