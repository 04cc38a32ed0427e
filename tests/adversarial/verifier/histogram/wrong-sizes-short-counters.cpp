// family: sizes
// refused: equivalence different-result; serial-elision different-result; legality; coverage different-result; dependence-recording different-result
// why: private counters of 16 bits overflow at 65,536 equal pixels
#include <cstddef>
#include <vector>

void histogram(const std::vector<unsigned char>& pixels, std::vector<long>& bins) {
  bins.assign(256, 0);
  const std::size_t n = pixels.size();
#pragma omp parallel
  {
    unsigned short mine[256] = {};
#pragma omp for nowait
    for (std::size_t i = 0; i < n; ++i) {
      ++mine[pixels[i]];
    }
#pragma omp critical
    for (int b = 0; b < 256; ++b) {
      bins[b] += mine[b];
    }
  }
}
