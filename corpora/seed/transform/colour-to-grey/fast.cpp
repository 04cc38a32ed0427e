#include <cstdint>
#include <vector>

struct Colour {
  std::uint8_t red, green, blue;
};

std::vector<std::uint8_t> to_grey(const std::vector<Colour>& pixels) {
  const long n = static_cast<long>(pixels.size());
  std::vector<std::uint8_t> grey(n);
#pragma omp parallel for
  for (long i = 0; i < n; ++i) {
    const Colour& p = pixels[i];
    grey[i] = static_cast<std::uint8_t>((77 * p.red + 150 * p.green + 29 * p.blue) >> 8);
  }
  return grey;
}
