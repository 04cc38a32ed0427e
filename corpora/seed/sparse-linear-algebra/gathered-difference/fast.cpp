#include <vector>

struct Link {
  int from, to;
  double strength;
};

// How much flows along all links, given the level of each node.
double total_flow(const std::vector<Link>& links, const std::vector<double>& level) {
  double flow = 0;
  const int n = (int)level.size();
#pragma omp parallel for reduction(+ : flow)
  for (long i = 0; i < static_cast<long>(links.size()); i++) {
    const Link& link = links[i];
    if (link.from < 0 || link.from >= n) continue;
    if (link.to < 0 || link.to >= n) continue;
    const double d = level[link.from] - level[link.to];
    flow += link.strength * d * d;
  }
  return flow;
}
