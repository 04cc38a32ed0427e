#include <cmath>
#include <vector>

struct Vector3 {
  double x, y, z;
};

void normalise(std::vector<Vector3>& vectors) {
  const long n = static_cast<long>(vectors.size());
#pragma omp parallel for
  for (long i = 0; i < n; ++i) {
    Vector3& v = vectors[i];
    const double length = std::sqrt(v.x * v.x + v.y * v.y + v.z * v.z);
    if (length == 0) continue;
    v.x /= length;
    v.y /= length;
    v.z /= length;
  }
}
