#include <vector>

void histogram(const std::vector<unsigned char>& pixels, std::vector<long>& bins) {
  bins.assign(256, 0);
  for (unsigned char pixel : pixels) {
    ++bins[pixel];
  }
}
