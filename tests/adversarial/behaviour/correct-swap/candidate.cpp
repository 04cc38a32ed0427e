#include <vector>
void kernel(std::vector<double>& x, std::vector<double>& y) {
  const std::size_t n = x.size() < y.size() ? x.size() : y.size();
#pragma omp parallel for
  for (std::size_t i = 0; i < n; ++i) y[i] = 2.0 * x[i];
  x.swap(y);
}
