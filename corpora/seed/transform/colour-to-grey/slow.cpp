#include <cstdint>
#include <vector>

struct Colour {
  std::uint8_t red, green, blue;
};

std::vector<std::uint8_t> to_grey(const std::vector<Colour>& pixels) {
  std::vector<std::uint8_t> grey;
  grey.reserve(pixels.size());
  for (const Colour& p : pixels) {
    grey.push_back(static_cast<std::uint8_t>((77 * p.red + 150 * p.green + 29 * p.blue) >> 8));
  }
  return grey;
}
