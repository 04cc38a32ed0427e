#include <cstddef>
#include <cstdint>
#include <vector>

std::vector<int> byte_counts(const std::vector<std::uint8_t>& bytes) {
  std::vector<int> counts(256);
  int* out = counts.data();
#pragma omp parallel for reduction(+ : out[:256])
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    out[bytes[i]]++;
  }
  return counts;
}
