#include <algorithm>
#include <cmath>
#include <vector>

struct Position {
  double latitude, longitude;
};

// Distances on the globe from one position, in kilometres.
std::vector<double> distances(const std::vector<Position>& positions, double latitude,
                              double longitude) {
  std::vector<double> result;
  for (std::size_t i = 0; i < positions.size(); i++) {
    double a = std::sin((positions[i].latitude - latitude) / 2);
    double b = std::sin((positions[i].longitude - longitude) / 2);
    double h = a * a + std::cos(latitude) * std::cos(positions[i].latitude) * b * b;
    h = std::min(1.0, std::max(0.0, h));
    result.push_back(2 * 6371 * std::asin(std::sqrt(h)));
  }
  return result;
}
