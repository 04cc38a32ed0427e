// right: a reduction over an array section
#include <cstddef>
#include <vector>

void histogram(const std::vector<unsigned char>& pixels, std::vector<long>& bins) {
  bins.assign(256, 0);
  long* counts = bins.data();
#pragma omp parallel for reduction(+ : counts[:256])
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    ++counts[pixels[i]];
  }
}
