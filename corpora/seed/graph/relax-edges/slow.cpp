#include <algorithm>
#include <vector>

struct Edge {
  int from, to, length;
};

// One round over all edges, in their order of the old distances.
std::vector<int> relax(const std::vector<Edge>& edges, const std::vector<int>& distance) {
  std::vector<int> shorter(distance);
  int n = (int)distance.size();
  for (const Edge& e : edges) {
    if (e.from < 0 || e.from >= n || e.to < 0 || e.to >= n) continue;
    int way = (distance[e.from] & 0xffffff) + (e.length & 0xffff);
    if (way < shorter[e.to]) shorter[e.to] = way;
  }
  return shorter;
}
