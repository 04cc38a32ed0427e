// right: whether a word begins is seen from the character before
#include <cstddef>
#include <vector>

// The first letter of each word becomes a capital.
std::vector<char> title_case(const std::vector<char>& text) {
  std::vector<char> out = text;
#pragma omp parallel for
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool start = i == 0 || text[i - 1] == ' ';
    const char c = text[i];
    if (start && c >= 'a' && c <= 'z') {
      out[i] = static_cast<char>(c - 'a' + 'A');
    }
  }
  return out;
}
