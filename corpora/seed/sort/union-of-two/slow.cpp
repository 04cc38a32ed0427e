#include <vector>

// Both sequences in one, in ascending order.
std::vector<int> merged(const std::vector<int>& a, const std::vector<int>& b) {
  std::vector<int> out;
  for (std::size_t i = 0; i < a.size() + b.size(); i++) {
    int value = i < a.size() ? a[i] : b[i - a.size()];
    std::size_t at = out.size();
    out.push_back(value);
    while (at > 0 && out[at - 1] > value) {
      out[at] = out[at - 1];
      at--;
    }
    out[at] = value;
  }
  return out;
}
