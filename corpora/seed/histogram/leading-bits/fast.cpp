#include <cstdint>
#include <vector>

std::vector<int> magnitudes(const std::vector<std::uint32_t>& values) {
  std::vector<int> count(33, 0);
  int* out = count.data();
#pragma omp parallel for reduction(+ : out[:33])
  for (long i = 0; i < static_cast<long>(values.size()); ++i) {
    std::uint32_t v = values[i];
    int bits = 0;
    while (v != 0) {
      v >>= 1;
      bits++;
    }
    out[bits]++;
  }
  return count;
}
