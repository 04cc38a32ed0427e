// family: races
// refused: equivalence different-result; dependence-recording conflict; races; legality; coverage different-result; dependence-recording different-result
// why: with more than eight threads two of them share a slot
#include <omp.h>

#include <cstddef>
#include <vector>

// A sum in which every byte counts with its position.
unsigned checksum(const std::vector<unsigned char>& bytes) {
  unsigned partial[8] = {};
#pragma omp parallel
  {
    const int slot = omp_get_thread_num() & 7;
#pragma omp for
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      partial[slot] += (bytes[i] + 1u) * static_cast<unsigned>(i + 1);
    }
  }
  unsigned sum = 0;
  for (unsigned value : partial) {
    sum += value;
  }
  return sum;
}
