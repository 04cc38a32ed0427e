#include <vector>

// How many pairs stand in the wrong order.
long inversions(const std::vector<int>& v) {
  long count = 0;
  for (int i = 0; i < (int)v.size(); i++) {
    for (int j = i + 1; j < (int)v.size(); j++) {
      if (v[i] > v[j]) count++;
    }
  }
  return count;
}
