#include <cstddef>
#include <vector>

std::size_t loud_samples(const std::vector<float>& wave, float limit) {
  std::size_t loud = 0;
#pragma omp parallel for simd reduction(+ : loud)
  for (std::size_t i = 0; i < wave.size(); ++i) {
    loud += wave[i] > limit || wave[i] < -limit ? 1 : 0;
  }
  return loud;
}
