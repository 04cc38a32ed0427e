#include <vector>

// An orphaned worksharing construct: it binds to whatever region the caller is in.
void kernel(const std::vector<int>& x, std::vector<int>& y) {
  const int n = static_cast<int>(x.size());
#pragma omp for
  for (int i = 0; i < n; ++i) {
    y[i] = 3 * x[i] + 1;
  }
}
