#include <vector>

std::vector<float> filter(const std::vector<float>& signal, const std::vector<float>& taps) {
  if (taps.size() > signal.size()) return {};
  const long n = static_cast<long>(signal.size() - taps.size()) + 1;
  std::vector<float> out(n);
#pragma omp parallel for
  for (long i = 0; i < n; i++) {
    float sum = 0;
    for (std::size_t k = 0; k < taps.size(); k++) {
      sum += taps[k] * signal[i + k];
    }
    out[i] = sum;
  }
  return out;
}
