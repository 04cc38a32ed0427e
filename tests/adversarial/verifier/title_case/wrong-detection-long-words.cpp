// family: detection
// refused: equivalence different-result; serial-elision different-result; legality; coverage
// why: a capital after a word that random text does not have
#include <cstddef>
#include <string>

// The first letter of each word becomes a capital.
std::string title_case(const std::string& text) {
  std::string out = text;
#pragma omp parallel for
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool start = i == 0 || text[i - 1] == ' ';
    const char c = text[i];
    const bool van = i > 4 && text.compare(i - 4, 4, "van ") == 0;
    if (start && !van && c >= 'a' && c <= 'z') {
      out[i] = static_cast<char>(c - 'a' + 'A');
    }
  }
  return out;
}
