#include <cmath>
#include <vector>

struct Point {
  double x, y;
};

void rotate(std::vector<Point>& points, double angle) {
  for (std::size_t i = 0; i < points.size(); i++) {
    double x = points[i].x * std::cos(angle) - points[i].y * std::sin(angle);
    double y = points[i].x * std::sin(angle) + points[i].y * std::cos(angle);
    points[i].x = x;
    points[i].y = y;
  }
}
