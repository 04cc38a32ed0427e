#include <vector>
void kernel(std::vector<double>& x) {
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = 2.0 * x[i];
}
