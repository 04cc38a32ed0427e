#include <vector>

void kernel(const std::vector<int>& x, std::vector<int>& y) {
  const int n = static_cast<int>(x.size());
  for (int i = 0; i < n; ++i) {
    y[i] = 3 * x[i] + 1;
  }
}
