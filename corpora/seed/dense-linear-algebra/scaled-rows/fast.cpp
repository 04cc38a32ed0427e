#include <vector>

void scale_rows(std::vector<std::vector<float>>& m, const std::vector<float>& factor) {
  const std::size_t n = m.size() < factor.size() ? m.size() : factor.size();
#pragma omp parallel for schedule(dynamic, 16)
  for (std::size_t i = 0; i < n; i++) {
    const float f = factor[i];
    for (float& v : m[i]) v = v * f + f / (1.0f + v * v);
  }
}
