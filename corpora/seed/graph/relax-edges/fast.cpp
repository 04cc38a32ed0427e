#include <cmath>
#include <vector>

struct Road {
  int from, to;
  double east, north;
};

// One round over all roads, in their order, of the old distances.
std::vector<double> relax(const std::vector<Road>& roads, const std::vector<double>& distance) {
  std::vector<double> shorter(distance);
  const int n = (int)distance.size();
  const long count = (long)roads.size();
  // The lengths are most of the work, and independent; only the minima are taken one by one.
  std::vector<double> length(count);
#pragma omp parallel for
  for (long i = 0; i < count; i++) length[i] = std::hypot(roads[i].east, roads[i].north);
  for (long i = 0; i < count; i++) {
    const Road& r = roads[i];
    if (r.from < 0 || r.from >= n || r.to < 0 || r.to >= n) continue;
    const double way = distance[r.from] + length[i];
    if (way < shorter[r.to]) shorter[r.to] = way;
  }
  return shorter;
}
