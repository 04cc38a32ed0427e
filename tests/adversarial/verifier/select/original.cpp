#include <vector>

// The positive values, in their order.
std::vector<int> positives(const std::vector<int>& values) {
  std::vector<int> out;
  for (int value : values) {
    if (value > 0) {
      out.push_back(value);
    }
  }
  return out;
}
