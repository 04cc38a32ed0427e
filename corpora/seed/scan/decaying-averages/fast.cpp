#include <vector>

// Each channel becomes an average in which old values fade.
void fade(std::vector<std::vector<double>>& channels, double keep) {
  // Time is sequential; channels are not.
#pragma omp parallel for schedule(dynamic, 4)
  for (std::size_t c = 0; c < channels.size(); c++) {
    std::vector<double>& channel = channels[c];
    for (std::size_t t = 1; t < channel.size(); t++) {
      channel[t] = keep * channel[t - 1] + (1 - keep) * channel[t];
    }
  }
}
