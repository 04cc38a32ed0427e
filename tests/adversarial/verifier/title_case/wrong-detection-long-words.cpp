// family: detection
// refused: equivalence different-result; serial-elision different-result; legality; coverage; dependence-recording different-result
// why: a capital after a word that random text does not have
#include <cstddef>
#include <vector>

// The first letter of each word becomes a capital.
std::vector<char> title_case(const std::vector<char>& text) {
  std::vector<char> out = text;
#pragma omp parallel for
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool start = i == 0 || text[i - 1] == ' ';
    const char c = text[i];
    const bool van = i > 4 && text[i - 4] == 'v' && text[i - 3] == 'a' && text[i - 2] == 'n';
    if (start && !van && c >= 'a' && c <= 'z') {
      out[i] = static_cast<char>(c - 'a' + 'A');
    }
  }
  return out;
}
