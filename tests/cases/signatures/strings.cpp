#include <string>
#include <string_view>
#include <vector>

std::string kernel(const std::string& text, std::string_view marks, std::vector<std::string>& lines,
                   std::string& upper) {
  std::string found;
  for (char c : text)
    if (marks.find(c) == std::string_view::npos) found += c;  // wrong: found += c;
  for (std::string& line : lines) line += found.substr(0, 2);  // wrong: for (auto& l : lines) l += 'x';
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c -= 32;  // wrong: if (c > 'a' && c <= 'z') c -= 32;
  return found;
}
