#include <vector>

std::vector<int> kernel(const std::vector<int>& x) {
  std::vector<int> y;
  for (unsigned long i = 0; i < x.size(); ++i) {
    y.push_back(x[i] / 2);
  }
  return y;
}
