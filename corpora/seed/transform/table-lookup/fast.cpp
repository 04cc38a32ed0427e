#include <cstdint>
#include <vector>

void recode(std::vector<std::uint8_t>& text, const std::vector<std::uint8_t>& table) {
  if (table.size() < 256) return;
  std::uint8_t copy[256];
  for (int c = 0; c < 256; ++c) copy[c] = table[c];
  const long n = static_cast<long>(text.size());
  std::uint8_t* character = text.data();
#pragma omp parallel for
  for (long i = 0; i < n; ++i) character[i] = copy[character[i]];
}
