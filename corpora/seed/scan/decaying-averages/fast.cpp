#include <vector>

// An average of each channel in which old values fade.
std::vector<std::vector<double>> fade(const std::vector<std::vector<double>>& channels, double keep) {
  std::vector<std::vector<double>> result = channels;
  // Time is sequential; channels are not.
#pragma omp parallel for schedule(dynamic, 4)
  for (std::size_t c = 0; c < result.size(); c++) {
    std::vector<double>& channel = result[c];
    for (std::size_t t = 1; t < channel.size(); t++) {
      channel[t] = keep * channel[t - 1] + (1 - keep) * channel[t];
    }
  }
  return result;
}
