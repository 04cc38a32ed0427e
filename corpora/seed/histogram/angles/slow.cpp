#include <cmath>
#include <vector>

struct Wind {
  double east, north;
};

std::vector<int> wind_rose(const std::vector<Wind>& winds) {
  std::vector<int> sectors(8, 0);
  for (const Wind& w : winds) {
    double turn = std::atan2(w.north, w.east) / 6.283185307179586 + 0.5;
    int sector = static_cast<int>(turn * 8.0);
    sectors[sector & 7]++;
  }
  return sectors;
}
