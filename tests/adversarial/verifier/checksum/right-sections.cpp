// right: two halves in two sections
#include <cstddef>
#include <vector>

static unsigned part(const std::vector<unsigned char>& bytes, std::size_t begin, std::size_t end) {
  unsigned sum = 0;
  for (std::size_t i = begin; i < end; ++i) {
    sum += (bytes[i] + 1u) * static_cast<unsigned>(i + 1);
  }
  return sum;
}

// A sum in which every byte counts with its position.
unsigned checksum(const std::vector<unsigned char>& bytes) {
  const std::size_t half = bytes.size() / 2;
  unsigned low = 0;
  unsigned high = 0;
#pragma omp parallel sections
  {
#pragma omp section
    low = part(bytes, 0, half);
#pragma omp section
    high = part(bytes, half, bytes.size());
  }
  return low + high;
}
