#include <cstddef>
#include <vector>

// Scales one signal, then mixes it into another.
void mix(std::vector<double>& voice, std::vector<double>& track, double gain) {
  const std::size_t n = voice.size();
  for (std::size_t i = 0; i < n; ++i) {
    voice[i] *= gain;
  }
  for (std::size_t i = 0; i < n; ++i) {
    track[i] = 0.5 * (track[i] + voice[i]);
  }
}
