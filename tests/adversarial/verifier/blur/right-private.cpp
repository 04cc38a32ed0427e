// right: C-style declarations with private clauses
#include <vector>

// The mean of the nine pixels around each inner pixel; the border stays black.
std::vector<double> blur(const std::vector<double>& image, int width, int height) {
  std::vector<double> out(image.size());
  int x, dy, dx;
  double sum;
#pragma omp parallel for default(none) shared(image, out, width, height) private(x, dy, dx, sum)
  for (int y = 1; y < height - 1; ++y) {
    for (x = 1; x < width - 1; ++x) {
      sum = 0.0;
      for (dy = -1; dy <= 1; ++dy) {
        for (dx = -1; dx <= 1; ++dx) {
          sum += image[(y + dy) * width + (x + dx)];
        }
      }
      out[y * width + x] = sum / 9.0;
    }
  }
  return out;
}
