#include <cstdint>
#include <vector>

std::vector<std::uint8_t> erode(const std::vector<std::uint8_t>& mask, int width, int radius) {
  std::vector<std::uint8_t> out(mask.size());
  if (width < 1) return out;
  const int height = static_cast<int>(mask.size()) / width;
  const int r = radius & 3;
  // The least of a square is the least along columns of the least along rows.
  std::vector<std::uint8_t> rows(mask.size());
#pragma omp parallel
  {
#pragma omp for
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        const int from = x < r ? 0 : x - r;
        const int to = x + r >= width ? width - 1 : x + r;
        std::uint8_t least = 255;
        for (int xx = from; xx <= to; xx++) {
          if (mask[y * width + xx] < least) least = mask[y * width + xx];
        }
        rows[y * width + x] = least;
      }
    }
#pragma omp for
    for (int y = 0; y < height; y++) {
      const int from = y < r ? 0 : y - r;
      const int to = y + r >= height ? height - 1 : y + r;
      for (int x = 0; x < width; x++) {
        std::uint8_t least = 255;
        for (int yy = from; yy <= to; yy++) {
          if (rows[yy * width + x] < least) least = rows[yy * width + x];
        }
        out[y * width + x] = least;
      }
    }
  }
  return out;
}
