#include <vector>

struct Link {
  int from, to;
  double strength;
};

// How much flows along all links, given the level of each node.
double total_flow(const std::vector<Link>& links, const std::vector<double>& level) {
  double flow = 0;
  int n = (int)level.size();
  for (auto link : links) {
    if (link.from < 0 || link.from >= n) continue;
    if (link.to < 0 || link.to >= n) continue;
    double d = level[link.from] - level[link.to];
    flow += link.strength * d * d;
  }
  return flow;
}
