#include <vector>

std::vector<int> high_water(const std::vector<int>& level) {
  std::vector<int> mark(level.size());
  for (std::size_t i = 0; i < level.size(); i++) {
    if (i == 0 || level[i] > mark[i - 1])
      mark[i] = level[i];
    else
      mark[i] = mark[i - 1];
  }
  return mark;
}
