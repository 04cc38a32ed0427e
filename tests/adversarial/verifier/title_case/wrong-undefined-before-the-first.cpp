// family: undefined
// refused: serial-elision; equivalence; coverage; dependence-recording different-result
// why: reads the character before the first, which happens not to be a letter
#include <cstddef>
#include <vector>

// The first letter of each word becomes a capital.
std::vector<char> title_case(const std::vector<char>& text) {
  std::vector<char> out = text;
  const char* at = text.data();
#pragma omp parallel for
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char before = at[static_cast<std::ptrdiff_t>(i) - 1];
    const bool start = i == 0 || before == ' ';
    const char c = at[i];
    if (start && c >= 'a' && c <= 'z') {
      out[i] = static_cast<char>(c - 'a' + 'A');
    }
  }
  return out;
}
