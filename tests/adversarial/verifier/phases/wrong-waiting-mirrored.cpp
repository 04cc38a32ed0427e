// family: waiting
// refused: legality; dependence-recording; races; equivalence different-result; coverage different-result
// why: the second loop runs backwards: it reads what other threads write
#include <cstddef>
#include <vector>

// Scales one signal, then mixes it into another.
void mix(std::vector<double>& voice, std::vector<double>& track, double gain) {
  const std::size_t n = voice.size();
#pragma omp parallel
  {
#pragma omp for schedule(static) nowait
    for (std::size_t i = 0; i < n; ++i) {
      voice[i] *= gain;
    }
#pragma omp for schedule(static) nowait
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t i = n - 1 - k;
      track[i] = 0.5 * (track[i] + voice[i]);
    }
  }
}
