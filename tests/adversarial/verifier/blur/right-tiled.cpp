// right: tiles handed out dynamically; the last tiles are smaller
#include <algorithm>
#include <vector>

// The mean of the nine pixels around each inner pixel; the border stays black.
std::vector<double> blur(const std::vector<double>& image, int width, int height) {
  std::vector<double> out(image.size());
  const int tile = 16;
#pragma omp parallel for collapse(2) schedule(dynamic)
  for (int top = 1; top < height - 1; top += tile) {
    for (int left = 1; left < width - 1; left += tile) {
      const int bottom = std::min(top + tile, height - 1);
      const int right = std::min(left + tile, width - 1);
      for (int y = top; y < bottom; ++y) {
        for (int x = left; x < right; ++x) {
          double sum = 0.0;
          for (int dy = -1; dy <= 1; ++dy) {
            for (int dx = -1; dx <= 1; ++dx) {
              sum += image[(y + dy) * width + (x + dx)];
            }
          }
          out[y * width + x] = sum / 9.0;
        }
      }
    }
  }
  return out;
}
