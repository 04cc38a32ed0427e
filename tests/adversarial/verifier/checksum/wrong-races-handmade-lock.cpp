// family: races
// refused: legality; dependence-recording; races; equivalence; coverage
// why: between seeing the lock free and taking it another thread may take it
#include <cstddef>
#include <vector>

// A sum in which every byte counts with its position.
unsigned checksum(const std::vector<unsigned char>& bytes) {
  unsigned sum = 0;
  int taken = 0;
#pragma omp parallel
  {
    unsigned mine = 0;
#pragma omp for nowait schedule(static)
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      mine += (bytes[i] + 1u) * static_cast<unsigned>(i + 1);
    }
    int busy = 1;
    while (busy != 0) {
#pragma omp atomic read seq_cst
      busy = taken;
    }
#pragma omp atomic write seq_cst
    taken = 1;
    sum += mine;
#pragma omp atomic write seq_cst
    taken = 0;
  }
  return sum;
}
