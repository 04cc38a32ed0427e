#include <vector>

std::vector<int> grey_levels(const std::vector<std::vector<int>>& image) {
  std::vector<int> levels(128);
  for (const auto& line : image) {
    for (int pixel : line) {
      int level = pixel / 2;
      if (level < 0) level = 0;
      if (level > 127) level = 127;
      ++levels[level];
    }
  }
  return levels;
}
