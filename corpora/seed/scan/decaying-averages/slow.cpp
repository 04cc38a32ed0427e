#include <vector>

// An average of each channel in which old values fade.
std::vector<std::vector<double>> fade(const std::vector<std::vector<double>>& channels, double keep) {
  std::vector<std::vector<double>> result = channels;
  for (std::size_t c = 0; c < result.size(); c++) {
    for (std::size_t t = 1; t < result[c].size(); t++) {
      result[c][t] = keep * result[c][t - 1] + (1 - keep) * result[c][t];
    }
  }
  return result;
}
