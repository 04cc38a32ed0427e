#include <vector>

std::vector<int> sorted_copy(const std::vector<int>& v) {
  std::vector<int> out(v.size());
  for (std::size_t i = 0; i < v.size(); i++) {
    std::size_t rank = 0;
    for (std::size_t j = 0; j < v.size(); j++) {
      if (v[j] < v[i] || (v[j] == v[i] && j < i)) rank++;
    }
    out[rank] = v[i];
  }
  return out;
}
