#include <vector>

struct Edge {
  int a, b;
};

// How many edges join vertices of one colour, by colour.
std::vector<int> conflicts(const std::vector<Edge>& edges, const std::vector<int>& colour) {
  std::vector<int> result(16, 0);
  int* count = result.data();
  const int n = (int)colour.size();
#pragma omp parallel for reduction(+ : count[:16])
  for (long i = 0; i < (long)edges.size(); i++) {
    const Edge& e = edges[i];
    if (e.a < 0 || e.b < 0 || e.a >= n || e.b >= n) continue;
    if ((colour[e.a] & 15) == (colour[e.b] & 15)) count[colour[e.a] & 15]++;
  }
  return result;
}
