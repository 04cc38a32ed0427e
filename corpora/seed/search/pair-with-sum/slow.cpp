#include <vector>

// How many pairs add up to the wanted sum.
long pairs_with_sum(const std::vector<int>& values, int wanted) {
  long pairs = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = i + 1; j < values.size(); ++j) {
      if ((long)values[i] + values[j] == wanted) ++pairs;
    }
  }
  return pairs;
}
