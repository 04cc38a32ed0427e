#include <cstdint>
#include <vector>

void sort_bytes(std::vector<std::uint8_t>& v) {
  for (std::size_t i = 1; i < v.size(); i++) {
    std::uint8_t value = v[i];
    std::size_t at = i;
    while (at > 0 && v[at - 1] > value) {
      v[at] = v[at - 1];
      at--;
    }
    v[at] = value;
  }
}
