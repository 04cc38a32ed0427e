// refused: line 4: PCG does not understand `n = x.size()`
#include <vector>

// pcg: n = x.size()
void kernel(int n, std::vector<double>& x) {
  for (int i = 0; i < n; ++i) x[i] = 1;
}
