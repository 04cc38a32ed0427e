#include <vector>

// Each channel becomes an average in which old values fade.
void fade(std::vector<std::vector<double>>& channels, double keep) {
  for (std::size_t c = 0; c < channels.size(); c++) {
    for (std::size_t t = 1; t < channels[c].size(); t++) {
      channels[c][t] = keep * channels[c][t - 1] + (1 - keep) * channels[c][t];
    }
  }
}
