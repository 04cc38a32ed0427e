// family: detection
// refused: legality; dependence-recording; interface; equivalence; races; compile; coverage
// why: g++ evaluates arguments from the right: only there is the temporary shared
#include <cstddef>
#include <vector>

static bool rising(int first, int second) { return first < second; }

// Scales one signal, then mixes it into another.
void mix(std::vector<double>& voice, std::vector<double>& track, double gain) {
  const std::size_t n = voice.size();
  int turn = 0;
  const bool safe = rising(turn++, turn++);
  double common = 0.0;
#pragma omp parallel for
  for (std::size_t i = 0; i < n; ++i) {
    double own = 0.0;
    double& scaled = safe ? own : common;
    scaled = voice[i] * gain;
    voice[i] = scaled;
    track[i] = 0.5 * (track[i] + scaled);
  }
}
