// family: tampering
// refused: extract; interface
// why: replaces operator new for the whole program
#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

void* operator new(std::size_t size) {
  if (void* block = std::calloc(size ? size : 1, 1)) {
    return block;
  }
  throw std::bad_alloc();
}

// A sum in which every byte counts with its position.
unsigned checksum(const std::vector<unsigned char>& bytes) {
  unsigned sum = 0;
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    sum += (bytes[i] + 1u) * static_cast<unsigned>(i + 1);
  }
  return sum;
}
