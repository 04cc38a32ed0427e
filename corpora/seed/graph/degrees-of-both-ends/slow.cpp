#include <vector>

struct Edge {
  int a, b;
};

std::vector<int> degrees(const std::vector<Edge>& edges, int vertices) {
  if (vertices < 0) vertices = 0;
  std::vector<int> degree(vertices, 0);
  for (std::size_t i = 0; i < edges.size(); i++) {
    if (edges[i].a >= 0 && edges[i].a < vertices) degree[edges[i].a]++;
    if (edges[i].b >= 0 && edges[i].b < vertices) degree[edges[i].b]++;
  }
  return degree;
}
