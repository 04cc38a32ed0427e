#include <cmath>
#include <cstddef>
#include <vector>

std::vector<float> sigmoid(const std::vector<float>& x) {
  std::vector<float> y(x.size());
  for (std::size_t i = 0; i < x.size(); i++) y[i] = 1.0f / (1.0f + std::exp(-x[i]));
  return y;
}
