#include <vector>

// How many edges end in each vertex; edges that lead nowhere are ignored.
std::vector<int> in_degrees(const std::vector<int>& targets, int vertices) {
  if (vertices < 0) vertices = 0;
  std::vector<int> degree(vertices, 0);
  const long edges = static_cast<long>(targets.size());
#pragma omp parallel
  {
    // Counters of each thread's own: nobody waits for anybody.
    std::vector<int> own(vertices, 0);
#pragma omp for nowait
    for (long e = 0; e < edges; ++e) {
      const int to = targets[e];
      if (to >= 0 && to < vertices) own[to]++;
    }
#pragma omp critical
    for (int v = 0; v < vertices; ++v) degree[v] += own[v];
  }
  return degree;
}
