#include <array>
#include <cstdint>
#include <vector>

int occurrences(const std::vector<std::uint8_t>& text, const std::array<std::uint8_t, 4>& word) {
  if (word.size() > text.size()) return 0;
  const std::size_t places = text.size() - word.size() + 1;
  int count = 0;
#pragma omp parallel for reduction(+ : count)
  for (std::size_t at = 0; at < places; at++) {
    std::size_t same = 0;
    while (same < word.size() && text[at + same] == word[same]) same++;
    if (same == word.size()) count++;
  }
  return count;
}
