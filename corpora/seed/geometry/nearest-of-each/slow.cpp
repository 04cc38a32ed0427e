#include <vector>

struct Point {
  float x, y;
};

// For each point the nearest of the centres, the first of equals; -1 without any.
std::vector<int> assign(const std::vector<Point>& points, const std::vector<Point>& centres) {
  std::vector<int> owner;
  for (const Point& p : points) {
    int best = -1;
    float least = 0;
    for (int c = 0; c < (int)centres.size(); c++) {
      float dx = p.x - centres[c].x;
      float dy = p.y - centres[c].y;
      float d = dx * dx + dy * dy;
      if (best == -1 || d < least) {
        least = d;
        best = c;
      }
    }
    owner.push_back(best);
  }
  return owner;
}
