#include <stdexcept>
#include <vector>

void kernel(const std::vector<int>& x, std::vector<int>& y) {
#pragma omp parallel for if (&x != &y)
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] < 0) {
      throw std::invalid_argument("negative");
    }
    y[i] = x[i];
  }
}
