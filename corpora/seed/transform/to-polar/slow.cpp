#include <cmath>
#include <vector>

struct Polar {
  double radius, angle;
};

struct Flat {
  double x, y;
};

std::vector<Polar> to_polar(const std::vector<Flat>& points) {
  std::vector<Polar> result;
  for (const Flat& p : points) {
    Polar polar;
    polar.radius = std::sqrt(p.x * p.x + p.y * p.y);
    polar.angle = std::atan2(p.y, p.x);
    result.push_back(polar);
  }
  return result;
}
