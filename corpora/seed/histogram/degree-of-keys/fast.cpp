#include <vector>

// How many edges end in each vertex; edges that lead nowhere are ignored.
std::vector<int> in_degrees(const std::vector<int>& targets, int vertices) {
  if (vertices < 0) vertices = 0;
  std::vector<int> degree(vertices, 0);
  // As many counters as vertices: too many for a copy a thread, and seldom the same at once.
#pragma omp parallel for
  for (long e = 0; e < static_cast<long>(targets.size()); ++e) {
    const int to = targets[e];
    if (to >= 0 && to < vertices) {
#pragma omp atomic
      degree[to]++;
    }
  }
  return degree;
}
