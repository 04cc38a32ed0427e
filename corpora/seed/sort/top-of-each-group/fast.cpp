#include <vector>

// The three largest of each group, largest first; missing ones are 0.
std::vector<int> podium(const std::vector<std::vector<int>>& groups) {
  const long n = static_cast<long>(groups.size());
  std::vector<int> top(n * 3, 0);
#pragma omp parallel for schedule(dynamic, 8)
  for (long g = 0; g < n; g++) {
    int first = 0, second = 0, third = 0;
    int seen = 0;
    for (int value : groups[g]) {
      if (seen < 1 || value > first) {
        third = second;
        second = first;
        first = value;
      } else if (seen < 2 || value > second) {
        third = second;
        second = value;
      } else if (seen < 3 || value > third) {
        third = value;
      }
      seen++;
    }
    top[g * 3] = first;
    top[g * 3 + 1] = second;
    top[g * 3 + 2] = third;
  }
  return top;
}
