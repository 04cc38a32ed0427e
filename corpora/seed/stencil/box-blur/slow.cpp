#include <vector>

std::vector<float> box_blur(const std::vector<float>& in, int width, int height) {
  std::vector<float> out(in.size());
  for (int y = 1; y < height - 1; ++y) {
    for (int x = 1; x < width - 1; ++x) {
      float sum = 0;
      for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
          sum += in[(y + dy) * width + (x + dx)];
        }
      }
      out[y * width + x] = sum / 9;
    }
  }
  return out;
}
