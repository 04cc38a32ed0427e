#include <vector>

// At which place each kept value would stand if the others were removed; -1 for those.
std::vector<int> new_places(const std::vector<int>& values, int limit) {
  std::vector<int> place(values.size(), -1);
  int kept = 0;
  for (std::size_t i = 0; i < values.size(); i++) {
    if (values[i] >= limit) {
      place[i] = kept;
      kept = kept + 1;
    }
  }
  return place;
}
