#include <vector>
void kernel(std::vector<double>& x, std::vector<double>& y) {
  for (std::size_t i = 0; i < x.size() && i < y.size(); ++i) y[i] = 2.0 * x[i];
  x.swap(y);
}
