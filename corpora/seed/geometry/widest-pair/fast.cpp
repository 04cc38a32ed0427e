#include <vector>

struct Point {
  double x, y;
};

// The greatest squared distance between two points.
double diameter(const std::vector<Point>& points) {
  const long n = static_cast<long>(points.size());
  double most = 0;
  // Each pair once; the first points have the most partners.
#pragma omp parallel for reduction(max : most) schedule(dynamic, 16)
  for (long i = 0; i < n; i++) {
    const Point p = points[i];
    double own = 0;
    for (long j = i + 1; j < n; j++) {
      const double dx = p.x - points[j].x;
      const double dy = p.y - points[j].y;
      const double d = dx * dx + dy * dy;
      own = d > own ? d : own;
    }
    if (own > most) most = own;
  }
  return most;
}
