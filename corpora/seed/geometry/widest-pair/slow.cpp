#include <vector>

struct Point {
  double x, y;
};

// The greatest squared distance between two points.
double diameter(const std::vector<Point>& points) {
  double most = 0;
  for (std::size_t i = 0; i < points.size(); i++) {
    for (std::size_t j = 0; j < points.size(); j++) {
      double dx = points[i].x - points[j].x;
      double dy = points[i].y - points[j].y;
      if (dx * dx + dy * dy > most) most = dx * dx + dy * dy;
    }
  }
  return most;
}
