// family: hang
// refused: equivalence; legality; dependence-recording; races; compile; coverage
// why: only threads with bytes of their own come to the barrier
#include <omp.h>

#include <cstddef>
#include <vector>

// A sum in which every byte counts with its position.
unsigned checksum(const std::vector<unsigned char>& bytes) {
  std::vector<unsigned> partial(omp_get_max_threads() + 1, 0u);
  unsigned sum = 0;
#pragma omp parallel
  {
    const std::size_t threads = omp_get_num_threads();
    const std::size_t me = omp_get_thread_num();
    if (me < bytes.size()) {
      unsigned mine = 0;
      for (std::size_t i = me; i < bytes.size(); i += threads) {
        mine += (bytes[i] + 1u) * static_cast<unsigned>(i + 1);
      }
      partial[me] = mine;
#pragma omp barrier
    }
#pragma omp single
    for (unsigned one : partial) {
      sum += one;
    }
  }
  return sum;
}
