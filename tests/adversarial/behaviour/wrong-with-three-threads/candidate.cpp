#include <omp.h>

#include <vector>

void kernel(const std::vector<int>& x, std::vector<int>& y) {
  const int n = static_cast<int>(x.size());
#pragma omp parallel for if (&x != &y)
  for (int i = 0; i < n; ++i) {
    y[i] = omp_get_num_threads() == 3 ? 3 * x[i] : 3 * x[i] + 1;
  }
}
