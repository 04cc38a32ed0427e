#include <cmath>
#include <vector>

struct Road {
  int from, to;
  double east, north;
};

// One round over all roads, in their order, of the old distances.
std::vector<double> relax(const std::vector<Road>& roads, const std::vector<double>& distance) {
  std::vector<double> shorter(distance);
  int n = (int)distance.size();
  for (const Road& r : roads) {
    if (r.from < 0 || r.from >= n || r.to < 0 || r.to >= n) continue;
    double way = distance[r.from] + std::hypot(r.east, r.north);
    if (way < shorter[r.to]) shorter[r.to] = way;
  }
  return shorter;
}
