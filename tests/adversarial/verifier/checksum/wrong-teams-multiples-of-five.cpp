// family: teams
// refused: equivalence different-result; legality; dependence-recording; coverage different-result
// why: wrong with 5, 10, 15 … threads only
#include <omp.h>

#include <cstddef>
#include <vector>

// A sum in which every byte counts with its position.
unsigned checksum(const std::vector<unsigned char>& bytes) {
  unsigned sum = 0;
#pragma omp parallel reduction(+ : sum)
  {
    const std::size_t threads = omp_get_num_threads();
    const std::size_t skew = threads % 5 == 0 ? 1 : 0;
    for (std::size_t i = omp_get_thread_num() + skew; i < bytes.size(); i += threads) {
      sum += (bytes[i] + 1u) * static_cast<unsigned>(i + 1);
    }
  }
  return sum;
}
