#include <vector>

struct Point {
  float x, y, z;
};

// The first of the nearest points; -1 if there are none.
int nearest(const std::vector<Point>& cloud, const Point& to) {
  const int n = (int)cloud.size();
  int best = -1;
  float least = 0;
#pragma omp parallel
  {
    int own = -1;
    float own_least = 0;
#pragma omp for schedule(static) nowait
    for (int i = 0; i < n; i++) {
      const float dx = cloud[i].x - to.x;
      const float dy = cloud[i].y - to.y;
      const float dz = cloud[i].z - to.z;
      const float d = dx * dx + dy * dy + dz * dz;
      if (own < 0 || d < own_least) {
        own = i;
        own_least = d;
      }
    }
#pragma omp critical
    if (own >= 0 && (best < 0 || own_least < least || (own_least == least && own < best))) {
      best = own;
      least = own_least;
    }
  }
  return best;
}
