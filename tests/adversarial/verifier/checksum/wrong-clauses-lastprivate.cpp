// family: clauses
// refused: legality; dependence-recording firstprivate-carried; dependence-recording private-read-first; equivalence different-result; coverage different-result; dependence-recording different-result
// why: firstprivate and lastprivate are no reduction
#include <cstddef>
#include <vector>

// A sum in which every byte counts with its position.
unsigned checksum(const std::vector<unsigned char>& bytes) {
  unsigned sum = 0;
#pragma omp parallel for firstprivate(sum) lastprivate(sum)
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    sum += (bytes[i] + 1u) * static_cast<unsigned>(i + 1);
  }
  return sum;
}
