// family: undefined
// refused: legality; interface; equivalence; serial-elision; coverage; dependence-recording different-result
// why: promises that the vectors are different ones, which they need not be
#include <cstddef>
#include <vector>

// Scales one signal, then mixes it into another.
void mix(std::vector<double>& voice, std::vector<double>& track, double gain) {
  const std::size_t n = voice.size();
  double* __restrict v = voice.data();
  double* __restrict t = track.data();
#pragma omp parallel for simd
  for (std::size_t i = 0; i < n; ++i) {
    v[i] *= gain;
    t[i] = 0.5 * (t[i] + v[i]);
  }
}
