// family: races
// refused: legality; dependence-recording conflict; races; equivalence different-result; coverage different-result; dependence-recording different-result
// why: looks back into the text that other iterations change; only letters change, never spaces
#include <cstddef>
#include <vector>

// The first letter of each word becomes a capital.
std::vector<char> title_case(const std::vector<char>& text) {
  std::vector<char> out = text;
  const std::size_t n = out.size();
#pragma omp parallel for schedule(static)
  for (std::size_t i = 0; i < n; ++i) {
    const bool start = i == 0 || out[i - 1] == ' ';
    const char c = out[i];
    if (start && c >= 'a' && c <= 'z') {
      out[i] = static_cast<char>(c - 'a' + 'A');
    }
  }
  return out;
}
