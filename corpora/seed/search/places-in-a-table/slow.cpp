#include <vector>

// How many of the sorted keys are below each value.
std::vector<int> ranks(const std::vector<int>& sorted, const std::vector<int>& values) {
  std::vector<int> rank;
  for (int value : values) {
    int at = 0;
    while (at < (int)sorted.size() && sorted[at] < value) at++;
    rank.push_back(at);
  }
  return rank;
}
