#include <vector>

struct Vertex {
  double x, y, z;
};

// Six times the signed volume of a closed mesh; triangles are triples of vertex numbers.
double volume(const std::vector<Vertex>& vertices, const std::vector<int>& triangles) {
  double sum = 0;
  for (std::size_t t = 0; t + 2 < triangles.size(); t += 3) {
    int i = triangles[t], j = triangles[t + 1], k = triangles[t + 2];
    const Vertex &a = vertices[i], &b = vertices[j], &c = vertices[k];
    sum += a.x * (b.y * c.z - b.z * c.y);
    sum -= a.y * (b.x * c.z - b.z * c.x);
    sum += a.z * (b.x * c.y - b.y * c.x);
  }
  return sum;
}
