#include <limits>
#include <vector>

struct Point {
  float x, y, z;
};

// The first of the nearest points; -1 if there are none.
int nearest(const std::vector<Point>& cloud, const Point& to) {
  const int n = (int)cloud.size();
  int best = n;
  float least = std::numeric_limits<float>::infinity();
#pragma omp parallel
  {
    int own = n;
    float own_least = std::numeric_limits<float>::infinity();
#pragma omp for schedule(static) nowait
    for (int i = 0; i < n; i++) {
      const float dx = cloud[i].x - to.x;
      const float dy = cloud[i].y - to.y;
      const float dz = cloud[i].z - to.z;
      const float d = dx * dx + dy * dy + dz * dz;
      if (d < own_least) {
        own = i;
        own_least = d;
      }
    }
#pragma omp critical
    if (own_least < least || (own_least == least && own < best)) {
      best = own;
      least = own_least;
    }
  }
  return best < n ? best : -1;
}
