#include <vector>

struct Edge {
  int a, b;
  double weight;
};

// The weight of all edges between the two sides of a partition.
double cut(const std::vector<Edge>& edges, const std::vector<int>& side) {
  double sum = 0;
  for (std::size_t i = 0; i < edges.size(); i++) {
    const Edge& e = edges[i];
    bool known = e.a >= 0 && e.b >= 0 && e.a < (int)side.size() && e.b < (int)side.size();
    if (known && side[e.a] != side[e.b]) sum += e.weight;
  }
  return sum;
}
