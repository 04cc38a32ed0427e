#include <vector>

struct Corner {
  double x, y;
};

double area(const std::vector<Corner>& polygon) {
  const std::size_t n = polygon.size();
  double twice = 0;
#pragma omp parallel for reduction(+ : twice)
  for (std::size_t i = 0; i < n; i++) {
    const std::size_t next = i + 1 == n ? 0 : i + 1;
    twice += polygon[i].x * polygon[next].y - polygon[next].x * polygon[i].y;
  }
  return twice / 2;
}
