#include <stdexcept>
#include <vector>
void kernel(const std::vector<int>& x, std::vector<int>& y) {
  for (std::size_t i = 0; i < x.size() && i < y.size(); ++i) {
    if (x[i] < -6) throw std::domain_error("too small");
    y[i] = 2 * x[i];
  }
}
