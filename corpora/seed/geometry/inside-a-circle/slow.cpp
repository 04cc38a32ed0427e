#include <cmath>
#include <vector>

struct Place {
  double east, north;
};

int within(const std::vector<Place>& places, double east, double north, double radius) {
  int inside = 0;
  for (const auto& p : places) {
    double d = std::sqrt(std::pow(p.east - east, 2) + std::pow(p.north - north, 2));
    if (d <= radius) inside++;
  }
  return inside;
}
