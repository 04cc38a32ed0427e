#include <vector>

struct Edge {
  int a, b;
};

std::vector<int> degrees(const std::vector<Edge>& edges, int vertices) {
  if (vertices < 0) vertices = 0;
  std::vector<int> degree(vertices, 0);
#pragma omp parallel
  {
    std::vector<int> own(vertices, 0);
#pragma omp for nowait
    for (long i = 0; i < (long)edges.size(); i++) {
      if (edges[i].a >= 0 && edges[i].a < vertices) own[edges[i].a]++;
      if (edges[i].b >= 0 && edges[i].b < vertices) own[edges[i].b]++;
    }
#pragma omp critical
    for (int v = 0; v < vertices; v++) degree[v] += own[v];
  }
  return degree;
}
