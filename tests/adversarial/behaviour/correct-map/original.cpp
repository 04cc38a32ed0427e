#include <cstddef>
#include <vector>

void kernel(const std::vector<double>& x, std::vector<double>& y) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] > 0.0) {
      y[i] = 2.0 * x[i];
    } else {
      y[i] = 0.0;
    }
  }
}
