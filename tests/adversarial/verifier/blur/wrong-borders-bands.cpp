// family: borders
// refused: equivalence different-result; coverage different-result; dependence-recording different-result; dependence-recording order-dependent
// why: each band leaves out its last row, as if it were the image's
#include <omp.h>

#include <algorithm>
#include <vector>

// The mean of the nine pixels around each inner pixel; the border stays black.
std::vector<double> blur(const std::vector<double>& image, int width, int height) {
  std::vector<double> out(image.size());
#pragma omp parallel
  {
    const int threads = omp_get_num_threads();
    const int band = (height + threads - 1) / threads;
    const int first = omp_get_thread_num() * band;
    const int last = std::min(first + band, height);
    for (int y = std::max(first, 1); y < last - 1; ++y) {
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
  }
  return out;
}
