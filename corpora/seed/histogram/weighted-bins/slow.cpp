#include <algorithm>
#include <vector>

std::vector<double> energy_by_band(const std::vector<int>& band, const std::vector<double>& energy) {
  std::vector<double> total(64, 0.0);
  int n = (int)std::min(band.size(), energy.size());
  for (int i = 0; i < n; i++) {
    int b = band[i] & 63;
    total[b] = total[b] + energy[i];
  }
  return total;
}
