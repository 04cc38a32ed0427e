// family: clauses
// refused: legality; dependence-recording firstprivate-carried; equivalence different-result; dependence-recording; coverage different-result
// why: every chunk begins as if it were a word
#include <cstddef>
#include <vector>

// The first letter of each word becomes a capital.
std::vector<char> title_case(const std::vector<char>& text) {
  std::vector<char> out = text;
  bool start = true;
#pragma omp parallel for firstprivate(start) schedule(static)
  for (std::size_t i = 0; i < out.size(); ++i) {
    const char c = out[i];
    if (start && c >= 'a' && c <= 'z') {
      out[i] = static_cast<char>(c - 'a' + 'A');
    }
    start = c == ' ';
  }
  return out;
}
