#include <cmath>
#include <cstddef>
#include <vector>

std::vector<float> rings(int width, int height) {
  std::vector<float> image(static_cast<std::size_t>(width) * height);
#pragma omp parallel for
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double r = std::hypot(x - 0.5 * width, y - 0.5 * height);
      image[static_cast<std::size_t>(y) * width + x] = std::sin(0.05 * r) >= 0.0 ? 1.0f : 0.0f;
    }
  }
  return image;
}
