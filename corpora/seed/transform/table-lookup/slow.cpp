#include <cstdint>
#include <vector>

void recode(std::vector<std::uint8_t>& text, const std::vector<std::uint8_t>& table) {
  if (table.size() < 256) return;
  for (auto& character : text) character = table[character];
}
