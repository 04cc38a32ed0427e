#include <vector>

// Both sequences in one, sorted if they are; equal values of a come first.
std::vector<int> merged(const std::vector<int>& a, const std::vector<int>& b) {
  std::vector<int> out = a;
  for (int value : b) {
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
