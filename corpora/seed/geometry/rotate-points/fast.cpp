#include <cmath>
#include <vector>

struct Point {
  double x, y;
};

void rotate(std::vector<Point>& points, double angle) {
  const double c = std::cos(angle);
  const double s = std::sin(angle);
#pragma omp parallel for
  for (std::size_t i = 0; i < points.size(); i++) {
    const double x = points[i].x * c - points[i].y * s;
    const double y = points[i].x * s + points[i].y * c;
    points[i].x = x;
    points[i].y = y;
  }
}
