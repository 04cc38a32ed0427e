// family: floods
// refused: equivalence; serial-elision; legality; interface; benchmark; coverage; dependence-recording; races
// why: a terabyte for a table that one kilobyte would hold
#include <cstddef>
#include <cstring>
#include <vector>

void histogram(const std::vector<unsigned char>& pixels, std::vector<long>& bins) {
  bins.assign(256, 0);
  const std::size_t n = pixels.size();
#pragma omp parallel
  {
    std::vector<long> mine(256 * (n + 1) * (n + 1) * 64);
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
