// family: races
// refused: legality; dependence-recording conflict; races; simulation; equivalence different-result
// why: looks back into the text that other iterations change; only letters change, never spaces
#include <cstddef>
#include <string>

// The first letter of each word becomes a capital.
std::string title_case(const std::string& text) {
  std::string out = text;
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
