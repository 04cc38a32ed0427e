#include <vector>

struct Edge {
  int a, b;
  double weight;
};

// The weight of all edges between the two sides of a partition.
double cut(const std::vector<Edge>& edges, const std::vector<int>& side) {
  const int n = (int)side.size();
  double sum = 0;
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < edges.size(); i++) {
    const Edge& e = edges[i];
    const bool known = e.a >= 0 && e.b >= 0 && e.a < n && e.b < n;
    if (known && side[e.a] != side[e.b]) sum += e.weight;
  }
  return sum;
}
