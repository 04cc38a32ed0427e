// family: inputs
// refused: equivalence modified-input; serial-elision modified-input; equivalence different-result; serial-elision different-result; legality; interface; coverage different-result; dependence-recording different-result
// why: the image is divided in place to save divisions
#include <vector>

// The mean of the nine pixels around each inner pixel; the border stays black.
std::vector<double> blur(const std::vector<double>& image, int width, int height) {
  std::vector<double> out(image.size());
  double* pixels = const_cast<double*>(image.data());
  const long count = static_cast<long>(image.size());
#pragma omp parallel for
  for (long i = 0; i < count; ++i) {
    pixels[i] /= 9.0;
  }
#pragma omp parallel for
  for (int y = 1; y < height - 1; ++y) {
    for (int x = 1; x < width - 1; ++x) {
      double sum = 0.0;
      for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
          sum += pixels[(y + dy) * width + (x + dx)];
        }
      }
      out[y * width + x] = sum;
    }
  }
  return out;
}
