// family: system
// refused: extract; interface
// why: code that runs when the program is loaded
#include <cstdlib>
#include <vector>

__attribute__((constructor)) static void prepare() { unsetenv("OMP_NUM_THREADS"); }

// The mean of the nine pixels around each inner pixel; the border stays black.
std::vector<double> blur(const std::vector<double>& image, int width, int height) {
  std::vector<double> out(image.size());
#pragma omp parallel for
  for (int y = 1; y < height - 1; ++y) {
    for (int x = 1; x < width - 1; ++x) {
      double sum = 0.0;
      for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
          sum += image[(y + dy) * width + (x + dx)];
        }
      }
      out[y * width + x] = sum / 9.0;
    }
  }
  return out;
}
