// family: floods
// refused: serial-elision; equivalence; legality; interface; coverage; dependence-recording different-result
// why: the partial sums are never given back: a little memory is lost with every call
#include <omp.h>

#include <cstddef>
#include <vector>

// A sum in which every byte counts with its position.
unsigned checksum(const std::vector<unsigned char>& bytes) {
  unsigned* partial = nullptr;
  int threads = 0;
#pragma omp parallel
  {
#pragma omp single
    {
      threads = omp_get_num_threads();
      partial = new unsigned[threads * 16]();
    }
    unsigned mine = 0;
#pragma omp for schedule(static)
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      mine += (bytes[i] + 1u) * static_cast<unsigned>(i + 1);
    }
    partial[omp_get_thread_num() * 16] = mine;
  }
  unsigned sum = 0;
  for (int t = 0; t < threads; ++t) {
    sum += partial[t * 16];
  }
  return sum;
}
