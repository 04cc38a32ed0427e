#include <vector>

// For each pair of successive vertices how many neighbours they share; lists are sorted.
std::vector<int> shared(const std::vector<std::vector<int>>& neighbours) {
  std::vector<int> result;
  for (std::size_t v = 0; v + 1 < neighbours.size(); v++) {
    int count = 0;
    for (int a : neighbours[v]) {
      for (int b : neighbours[v + 1]) {
        if (a == b) count++;
      }
    }
    result.push_back(count);
  }
  return result;
}
