#include <cmath>
#include <vector>

struct Vector3 {
  float x, y, z;
};

// The normals of triangles that are given by three corners each.
std::vector<Vector3> normals(const std::vector<Vector3>& corners) {
  std::vector<Vector3> result;
  for (std::size_t t = 0; t + 2 < corners.size(); t += 3) {
    const Vector3 a = corners[t], b = corners[t + 1], c = corners[t + 2];
    Vector3 u = {b.x - a.x, b.y - a.y, b.z - a.z};
    Vector3 v = {c.x - a.x, c.y - a.y, c.z - a.z};
    Vector3 n = {u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x};
    float length = std::sqrt(n.x * n.x + n.y * n.y + n.z * n.z);
    if (length > 0) {
      n.x /= length;
      n.y /= length;
      n.z /= length;
    }
    result.push_back(n);
  }
  return result;
}
