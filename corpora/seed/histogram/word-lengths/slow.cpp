#include <cstdint>
#include <vector>

// How many bytes have each number of set bits, in each of four channels.
std::vector<int> bits_by_channel(const std::vector<std::uint8_t>& data) {
  std::vector<int> table(4 * 9, 0);
  for (std::size_t i = 0; i < data.size(); i++) {
    int set = 0;
    for (int b = 0; b < 8; b++) {
      if (data[i] >> b & 1) set++;
    }
    table[i % 4 * 9 + set]++;
  }
  return table;
}
