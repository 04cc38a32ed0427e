#include <cstdint>
#include <vector>

// How many bytes have each number of set bits, in each of four channels.
std::vector<int> bits_by_channel(const std::vector<std::uint8_t>& data) {
  std::vector<int> table(4 * 9, 0);
  int* count = table.data();
#pragma omp parallel for reduction(+ : count[:36])
  for (std::size_t i = 0; i < data.size(); i++) {
    int set = 0;
    for (unsigned rest = data[i]; rest != 0; rest &= rest - 1) set++;
    count[i % 4 * 9 + set]++;
  }
  return table;
}
