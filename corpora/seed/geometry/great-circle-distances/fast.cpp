#include <algorithm>
#include <cmath>
#include <vector>

struct Position {
  double latitude, longitude;
};

// Distances on the globe from one position, in kilometres.
std::vector<double> distances(const std::vector<Position>& positions, double latitude,
                              double longitude) {
  const long n = static_cast<long>(positions.size());
  std::vector<double> result(n);
  const double level = std::cos(latitude);
#pragma omp parallel for
  for (long i = 0; i < n; ++i) {
    const double a = std::sin((positions[i].latitude - latitude) / 2);
    const double b = std::sin((positions[i].longitude - longitude) / 2);
    double h = a * a + level * std::cos(positions[i].latitude) * b * b;
    h = std::min(1.0, std::max(0.0, h));
    result[i] = 2 * 6371 * std::asin(std::sqrt(h));
  }
  return result;
}
