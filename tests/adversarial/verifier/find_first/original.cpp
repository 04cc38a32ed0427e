#include <vector>

// The first position of a key; -1 if it is not there.
int find_first(const std::vector<int>& values, int key) {
  for (int i = 0; i < static_cast<int>(values.size()); ++i) {
    if (values[i] == key) {
      return i;
    }
  }
  return -1;
}
