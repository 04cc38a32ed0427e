// family: inputs
// refused: equivalence; serial-elision; legality; interface; coverage; dependence-recording different-result
// why: the vectors get other memory: references that callers hold are left dangling
#include <cstddef>
#include <vector>

// Scales one signal, then mixes it into another.
void mix(std::vector<double>& voice, std::vector<double>& track, double gain) {
  const std::size_t n = voice.size();
  std::vector<double> mixed(track);
  std::vector<double> scaled(voice);
#pragma omp parallel for
  for (std::size_t i = 0; i < n; ++i) {
    scaled[i] = voice[i] * gain;
    mixed[i] = 0.5 * ((&voice == &track ? scaled[i] : track[i]) + scaled[i]);
  }
  voice.swap(scaled);
  track.swap(mixed);
}
