// family: inputs
// refused: equivalence modified-input; serial-elision modified-input; serial-elision; equivalence; legality; interface; coverage; dependence-recording different-result
// why: the caller's text is changed as well
#include <cstddef>
#include <vector>

// The first letter of each word becomes a capital.
std::vector<char> title_case(const std::vector<char>& text) {
  std::vector<char>& out = const_cast<std::vector<char>&>(text);
  const std::vector<char> copy = text;
#pragma omp parallel for
  for (std::size_t i = 0; i < copy.size(); ++i) {
    const bool start = i == 0 || copy[i - 1] == ' ';
    const char c = copy[i];
    if (start && c >= 'a' && c <= 'z') {
      out[i] = static_cast<char>(c - 'a' + 'A');
    }
  }
  return out;
}
