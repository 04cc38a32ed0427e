// family: borders
// refused: equivalence different-result; serial-elision different-result; coverage different-result; dependence-recording different-result
// why: white pixels are not added
#include <cstddef>
#include <vector>

void histogram(const std::vector<unsigned char>& pixels, std::vector<long>& bins) {
  bins.assign(256, 0);
  const std::size_t n = pixels.size();
#pragma omp parallel
  {
    long mine[256] = {};
#pragma omp for nowait
    for (std::size_t i = 0; i < n; ++i) {
      ++mine[pixels[i]];
    }
#pragma omp critical
    for (int b = 0; b < 255; ++b) {
      bins[b] += mine[b];
    }
  }
}
