#include <cmath>
#include <vector>

struct Wind {
  double east, north;
};

std::vector<int> wind_rose(const std::vector<Wind>& winds) {
  std::vector<int> sectors(8, 0);
  int* count = sectors.data();
#pragma omp parallel for reduction(+ : count[:8])
  for (int i = 0; i < static_cast<int>(winds.size()); ++i) {
    const Wind& w = winds[i];
    double turn = std::atan2(w.north, w.east) / 6.283185307179586 + 0.5;
    int sector = static_cast<int>(turn * 8.0);
    count[sector & 7]++;
  }
  return sectors;
}
