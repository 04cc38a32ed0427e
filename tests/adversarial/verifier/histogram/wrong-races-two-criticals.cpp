// family: races
// refused: legality; dependence-recording conflict; races; equivalence different-result; coverage different-result; dependence-recording different-result
// why: critical sections of different names do not exclude each other
#include <cstddef>
#include <vector>

void histogram(const std::vector<unsigned char>& pixels, std::vector<long>& bins) {
  bins.assign(256, 0);
#pragma omp parallel for
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    if (i % 2 == 0) {
#pragma omp critical(even)
      ++bins[pixels[i]];
    } else {
#pragma omp critical(odd)
      ++bins[pixels[i]];
    }
  }
}
