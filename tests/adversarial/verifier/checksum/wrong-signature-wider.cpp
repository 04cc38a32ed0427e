// family: signature
// refused: interface signature-changed
// why: another result type has the same symbol
#include <cstddef>
#include <vector>

// A sum in which every byte counts with its position.
unsigned long checksum(const std::vector<unsigned char>& bytes) {
  unsigned sum = 0;
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    sum += (bytes[i] + 1u) * static_cast<unsigned>(i + 1);
  }
  return sum;
}
