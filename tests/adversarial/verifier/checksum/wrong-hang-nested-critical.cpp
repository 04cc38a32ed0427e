// family: hang
// refused: equivalence; legality; dependence-recording; races; coverage
// why: a critical section within one of the same name waits for itself
#include <cstddef>
#include <vector>

static void add(unsigned& sum, unsigned value) {
#pragma omp critical(total)
  sum += value;
}

// A sum in which every byte counts with its position.
unsigned checksum(const std::vector<unsigned char>& bytes) {
  unsigned sum = 0;
#pragma omp parallel for schedule(static)
  for (std::size_t i = 0; i < bytes.size(); ++i) {
#pragma omp critical(total)
    add(sum, (bytes[i] + 1u) * static_cast<unsigned>(i + 1));
  }
  return sum;
}
