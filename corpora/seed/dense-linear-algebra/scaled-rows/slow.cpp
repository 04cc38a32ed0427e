#include <vector>

void scale_rows(std::vector<std::vector<float>>& m, const std::vector<float>& factor) {
  for (std::size_t i = 0; i < m.size() && i < factor.size(); i++) {
    for (std::size_t j = 0; j < m[i].size(); j++) {
      m[i][j] = m[i][j] * factor[i] + factor[i] / (1.0f + m[i][j] * m[i][j]);
    }
  }
}
