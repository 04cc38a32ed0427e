#include <cstdint>
#include <vector>

std::vector<std::uint8_t> erode(const std::vector<std::uint8_t>& mask, int width, int radius) {
  std::vector<std::uint8_t> out(mask.size());
  if (width < 1) return out;
  int height = static_cast<int>(mask.size()) / width;
  int r = radius & 3;
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      std::uint8_t least = 255;
      for (int dy = -r; dy <= r; dy++) {
        for (int dx = -r; dx <= r; dx++) {
          int yy = y + dy, xx = x + dx;
          if (yy < 0 || yy >= height || xx < 0 || xx >= width) continue;
          if (mask[yy * width + xx] < least) least = mask[yy * width + xx];
        }
      }
      out[y * width + x] = least;
    }
  }
  return out;
}
