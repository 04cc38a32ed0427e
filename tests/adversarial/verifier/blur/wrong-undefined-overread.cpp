// family: undefined
// refused: serial-elision memory-error; serial-elision undefined-behaviour; equivalence memory-error; coverage memory-error
// why: reads one pixel before the first and one past the last; it multiplies them with nothing
#include <vector>

// The mean of the nine pixels around each inner pixel; the border stays black.
std::vector<double> blur(const std::vector<double>& image, int width, int height) {
  std::vector<double> out(image.size());
  const double* pixels = image.data();
  const long count = static_cast<long>(image.size());
  double edge = 0.0;
#pragma omp parallel for reduction(+ : edge)
  for (long i = 0; i <= count; ++i) {
    edge += pixels[i] > pixels[i - 1] ? 1.0 : 0.0;
  }
  const bool flat = edge < 0.0;
#pragma omp parallel for
  for (int y = 1; y < height - 1; ++y) {
    for (int x = 1; x < width - 1; ++x) {
      double sum = 0.0;
      for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
          sum += pixels[(y + dy) * width + (x + dx)];
        }
      }
      out[y * width + x] = flat ? pixels[0] : sum / 9.0;
    }
  }
  return out;
}
