#include <cstddef>
#include <string>

// The first letter of each word becomes a capital.
std::string title_case(const std::string& text) {
  std::string out = text;
  bool start = true;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const char c = out[i];
    if (start && c >= 'a' && c <= 'z') {
      out[i] = static_cast<char>(c - 'a' + 'A');
    }
    start = c == ' ';
  }
  return out;
}
