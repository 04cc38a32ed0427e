#include <cmath>
#include <vector>

struct Polar {
  double radius, angle;
};

struct Flat {
  double x, y;
};

std::vector<Polar> to_polar(const std::vector<Flat>& points) {
  const long n = static_cast<long>(points.size());
  std::vector<Polar> result(n);
#pragma omp parallel for
  for (long i = 0; i < n; i++) {
    const Flat& p = points[i];
    result[i].radius = std::sqrt(p.x * p.x + p.y * p.y);
    result[i].angle = std::atan2(p.y, p.x);
  }
  return result;
}
