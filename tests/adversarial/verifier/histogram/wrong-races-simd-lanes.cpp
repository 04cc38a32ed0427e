// family: races
// refused: legality; dependence-recording conflict; equivalence different-result; coverage different-result; dependence-recording different-result
// why: lanes of one vector may meet in a bin
#include <cstddef>
#include <vector>

void histogram(const std::vector<unsigned char>& pixels, std::vector<long>& bins) {
  bins.assign(256, 0);
  const std::size_t n = pixels.size();
#pragma omp parallel
  {
    long mine[256] = {};
#pragma omp for simd nowait
    for (std::size_t i = 0; i < n; ++i) {
      ++mine[pixels[i]];
    }
#pragma omp critical
    for (int b = 0; b < 256; ++b) {
      bins[b] += mine[b];
    }
  }
}
