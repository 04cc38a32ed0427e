#include <cmath>
#include <vector>

struct Place {
  double east, north;
};

int within(const std::vector<Place>& places, double east, double north, double radius) {
  int inside = 0;
#pragma omp parallel for reduction(+ : inside)
  for (long i = 0; i < static_cast<long>(places.size()); ++i) {
    const double de = places[i].east - east;
    const double dn = places[i].north - north;
    inside += std::sqrt(de * de + dn * dn) <= radius ? 1 : 0;
  }
  return inside;
}
