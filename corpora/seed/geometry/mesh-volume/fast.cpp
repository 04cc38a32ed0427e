#include <vector>

struct Vertex {
  double x, y, z;
};

// Six times the signed volume of a closed mesh; triangles are triples of vertex numbers.
double volume(const std::vector<Vertex>& vertices, const std::vector<int>& triangles) {
  double sum = 0;
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t t = 0; t < triangles.size() / 3; t++) {
    const int i = triangles[3 * t], j = triangles[3 * t + 1], k = triangles[3 * t + 2];
    const Vertex &a = vertices[i], &b = vertices[j], &c = vertices[k];
    sum += a.x * (b.y * c.z - b.z * c.y) - a.y * (b.x * c.z - b.z * c.x) +
           a.z * (b.x * c.y - b.y * c.x);
  }
  return sum;
}
