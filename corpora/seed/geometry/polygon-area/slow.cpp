#include <vector>

struct Corner {
  double x, y;
};

double area(const std::vector<Corner>& polygon) {
  double twice = 0;
  for (std::size_t i = 0; i < polygon.size(); i++) {
    std::size_t next = (i + 1) % polygon.size();
    twice += polygon[i].x * polygon[next].y - polygon[next].x * polygon[i].y;
  }
  return twice / 2;
}
