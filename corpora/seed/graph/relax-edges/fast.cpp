#include <algorithm>
#include <vector>

struct Edge {
  int from, to, length;
};

// One round over all edges, in their order of the old distances.
std::vector<int> relax(const std::vector<Edge>& edges, const std::vector<int>& distance) {
  std::vector<int> shorter(distance);
  const int n = (int)distance.size();
#pragma omp parallel
  {
    std::vector<int> own(distance);
#pragma omp for nowait
    for (long i = 0; i < (long)edges.size(); i++) {
      const Edge& e = edges[i];
      if (e.from < 0 || e.from >= n || e.to < 0 || e.to >= n) continue;
      const int way = (distance[e.from] & 0xffffff) + (e.length & 0xffff);
      own[e.to] = std::min(own[e.to], way);
    }
#pragma omp critical
    for (int v = 0; v < n; v++) shorter[v] = std::min(shorter[v], own[v]);
  }
  return shorter;
}
