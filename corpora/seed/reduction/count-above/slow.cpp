#include <cstddef>
#include <vector>

std::size_t loud_samples(const std::vector<float>& wave, float limit) {
  std::size_t loud = 0;
  for (const float& sample : wave) {
    if (sample > limit || sample < -limit) {
      ++loud;
    }
  }
  return loud;
}
