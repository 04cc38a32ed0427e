// family: clauses
// refused: legality wrong-reduction; equivalence different-result; coverage different-result; dependence-recording different-result
// why: the partial sums are joined with the wrong operator
#include <cstddef>
#include <vector>

// A sum in which every byte counts with its position.
unsigned checksum(const std::vector<unsigned char>& bytes) {
  unsigned sum = 0;
#pragma omp parallel for reduction(^ : sum)
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    sum += (bytes[i] + 1u) * static_cast<unsigned>(i + 1);
  }
  return sum;
}
