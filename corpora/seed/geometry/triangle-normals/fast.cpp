#include <cmath>
#include <vector>

struct Vector3 {
  float x, y, z;
};

// The normals of triangles that are given by three corners each.
std::vector<Vector3> normals(const std::vector<Vector3>& corners) {
  const long triangles = static_cast<long>(corners.size() / 3);
  std::vector<Vector3> result(triangles);
#pragma omp parallel for
  for (long t = 0; t < triangles; ++t) {
    const Vector3 a = corners[3 * t], b = corners[3 * t + 1], c = corners[3 * t + 2];
    const Vector3 u = {b.x - a.x, b.y - a.y, b.z - a.z};
    const Vector3 v = {c.x - a.x, c.y - a.y, c.z - a.z};
    Vector3 n = {u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x};
    const float length = std::sqrt(n.x * n.x + n.y * n.y + n.z * n.z);
    if (length > 0) {
      n.x /= length;
      n.y /= length;
      n.z /= length;
    }
    result[t] = n;
  }
  return result;
}
