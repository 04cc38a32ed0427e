#include <vector>

// The places of the values in ascending order; equal values keep theirs.
std::vector<int> order(const std::vector<int>& keys) {
  std::vector<int> index(keys.size());
  for (int i = 0; i < (int)keys.size(); i++) {
    int at = i;
    while (at > 0 && keys[index[at - 1]] > keys[i]) {
      index[at] = index[at - 1];
      at--;
    }
    index[at] = i;
  }
  return index;
}
