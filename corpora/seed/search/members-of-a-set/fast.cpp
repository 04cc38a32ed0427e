#include <vector>

#include <algorithm>

// Which of the values are among the members.
std::vector<int> is_member(const std::vector<int>& values, const std::vector<int>& members) {
  std::vector<int> found(values.size(), 0);
  std::vector<int> sorted = members;
  std::sort(sorted.begin(), sorted.end());
#pragma omp parallel for
  for (std::size_t i = 0; i < values.size(); i++) {
    found[i] = std::binary_search(sorted.begin(), sorted.end(), values[i]) ? 1 : 0;
  }
  return found;
}
