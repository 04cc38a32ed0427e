#include <exception>
#include <stdexcept>
#include <vector>
void kernel(const std::vector<int>& x, std::vector<int>& y) {
  const std::size_t n = x.size() < y.size() ? x.size() : y.size();
  std::size_t end = n;
#pragma omp parallel for reduction(min : end)
  for (std::size_t i = 0; i < n; ++i) {
    if (x[i] < -6 && i < end) end = i;
  }
#pragma omp parallel for
  for (std::size_t i = 0; i < end; ++i) {
    y[i] = 2 * x[i];
  }
  if (end < n) throw std::domain_error("too small");
}
