#include <algorithm>
#include <vector>

std::vector<float> blend(const std::vector<float>& back, const std::vector<float>& front,
                         const std::vector<float>& alpha) {
  std::size_t n = std::min({back.size(), front.size(), alpha.size()});
  std::vector<float> out(n);
#pragma omp parallel for simd
  for (std::size_t i = 0; i < n; i++) {
    out[i] = front[i] * alpha[i] + back[i] * (1 - alpha[i]);
  }
  return out;
}
