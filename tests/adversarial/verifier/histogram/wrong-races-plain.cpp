// family: races
// refused: legality; dependence-recording conflict; races; equivalence different-result
// why: two threads meet in a bin
#include <vector>

void histogram(const std::vector<unsigned char>& pixels, std::vector<long>& bins) {
  bins.assign(256, 0);
#pragma omp parallel for
  for (unsigned char pixel : pixels) {
    ++bins[pixel];
  }
}
