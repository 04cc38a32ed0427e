#include <vector>

// Values between edges[k] and edges[k + 1] are counted at k; edges ascend.
std::vector<int> uneven_bins(const std::vector<double>& values, const std::vector<double>& edges) {
  std::vector<int> bins(edges.size() + 1, 0);
  for (double v : values) {
    std::size_t k = 0;
    while (k < edges.size() && edges[k] <= v) k++;
    bins[k]++;
  }
  return bins;
}
