#include <vector>

struct Point {
  float x, y;
};

// For each point the nearest of the centres, the first of equals; -1 without any.
std::vector<int> assign(const std::vector<Point>& points, const std::vector<Point>& centres) {
  const long n = static_cast<long>(points.size());
  const int number = (int)centres.size();
  std::vector<int> owner(n);
#pragma omp parallel for
  for (long i = 0; i < n; ++i) {
    const Point p = points[i];
    int best = -1;
    float least = 0;
    for (int c = 0; c < number; c++) {
      const float dx = p.x - centres[c].x;
      const float dy = p.y - centres[c].y;
      const float d = dx * dx + dy * dy;
      if (best == -1 || d < least) {
        least = d;
        best = c;
      }
    }
    owner[i] = best;
  }
  return owner;
}
