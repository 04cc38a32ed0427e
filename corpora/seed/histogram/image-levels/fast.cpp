#include <vector>

std::vector<int> grey_levels(const std::vector<std::vector<int>>& image) {
  std::vector<int> levels(128);
  const int lines = static_cast<int>(image.size());
#pragma omp parallel
  {
    int own[128] = {};
#pragma omp for schedule(dynamic, 8) nowait
    for (int y = 0; y < lines; ++y) {
      for (int pixel : image[y]) {
        int level = pixel / 2;
        if (level < 0) level = 0;
        if (level > 127) level = 127;
        ++own[level];
      }
    }
    for (int k = 0; k < 128; ++k) {
#pragma omp atomic
      levels[k] += own[k];
    }
  }
  return levels;
}
