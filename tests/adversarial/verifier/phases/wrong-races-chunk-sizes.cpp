// family: races
// refused: legality; dependence-recording; races; equivalence different-result; coverage different-result
// why: static schedules with unlike chunks do not pair the iterations
#include <cstddef>
#include <vector>

// Scales one signal, then mixes it into another.
void mix(std::vector<double>& voice, std::vector<double>& track, double gain) {
  const std::size_t n = voice.size();
#pragma omp parallel
  {
#pragma omp for schedule(static, 8) nowait
    for (std::size_t i = 0; i < n; ++i) {
      voice[i] *= gain;
    }
#pragma omp for schedule(static, 4) nowait
    for (std::size_t i = 0; i < n; ++i) {
      track[i] = 0.5 * (track[i] + voice[i]);
    }
  }
}
