#include <vector>

std::vector<float> filter(const std::vector<float>& signal, const std::vector<float>& taps) {
  std::vector<float> out;
  for (std::size_t i = 0; i + taps.size() <= signal.size(); i++) {
    float sum = 0;
    for (std::size_t k = 0; k < taps.size(); k++) {
      sum += taps[k] * signal[i + k];
    }
    out.push_back(sum);
  }
  return out;
}
