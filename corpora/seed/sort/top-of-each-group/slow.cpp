#include <vector>

// The three largest of each group, largest first; missing ones are 0.
std::vector<int> podium(const std::vector<std::vector<int>>& groups) {
  std::vector<int> top(groups.size() * 3, 0);
  for (std::size_t g = 0; g < groups.size(); g++) {
    std::vector<int> rest = groups[g];
    for (std::size_t place = 0; place < 3 && place < rest.size(); place++) {
      std::size_t best = place;
      for (std::size_t i = place; i < rest.size(); i++)
        if (rest[i] > rest[best]) best = i;
      int keep = rest[place];
      rest[place] = rest[best];
      rest[best] = keep;
      top[g * 3 + place] = rest[place];
    }
  }
  return top;
}
