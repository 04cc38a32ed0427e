#include <cstddef>
#include <cstdint>
#include <vector>

std::vector<int> byte_counts(const std::vector<std::uint8_t>& bytes) {
  std::vector<int> counts(256);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    counts[bytes[i]]++;
  }
  return counts;
}
