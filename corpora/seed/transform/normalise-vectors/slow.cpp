#include <cmath>
#include <vector>

struct Vector3 {
  double x, y, z;
};

void normalise(std::vector<Vector3>& vectors) {
  for (auto it = vectors.begin(); it != vectors.end(); ++it) {
    double length = std::sqrt(it->x * it->x + it->y * it->y + it->z * it->z);
    if (length == 0) continue;
    it->x /= length;
    it->y /= length;
    it->z /= length;
  }
}
