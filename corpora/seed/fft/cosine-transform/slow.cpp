#include <cmath>
#include <vector>

std::vector<double> cosine_transform(const std::vector<double>& x) {
  std::size_t n = x.size();
  std::vector<double> out(n, 0.0);
  for (std::size_t k = 0; k < n; k++) {
    for (std::size_t t = 0; t < n; t++) {
      out[k] += x[t] * std::cos(3.141592653589793 * (t + 0.5) * k / n);
    }
  }
  return out;
}
