#include <limits>
#include <vector>

struct Point {
  float x, y, z;
};

// The first of the nearest points; -1 if there are none.
int nearest(const std::vector<Point>& cloud, const Point& to) {
  int best = -1;
  float least = std::numeric_limits<float>::infinity();
  for (int i = 0; i < (int)cloud.size(); i++) {
    float dx = cloud[i].x - to.x;
    float dy = cloud[i].y - to.y;
    float dz = cloud[i].z - to.z;
    float d = dx * dx + dy * dy + dz * dz;
    if (d < least) {
      best = i;
      least = d;
    }
  }
  return best;
}
