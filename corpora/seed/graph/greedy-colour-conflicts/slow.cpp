#include <vector>

struct Edge {
  int a, b;
};

// How many edges join vertices of one colour, by colour.
std::vector<int> conflicts(const std::vector<Edge>& edges, const std::vector<int>& colour) {
  std::vector<int> count(16, 0);
  for (const Edge& e : edges) {
    if (e.a < 0 || e.b < 0 || e.a >= (int)colour.size() || e.b >= (int)colour.size()) continue;
    if ((colour[e.a] & 15) == (colour[e.b] & 15)) count[colour[e.a] & 15]++;
  }
  return count;
}
