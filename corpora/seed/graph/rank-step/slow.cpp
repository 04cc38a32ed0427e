#include <vector>

// One round of ranking: every vertex gives its rank in equal parts to its targets.
std::vector<double> rank_step(const std::vector<int>& start, const std::vector<int>& source,
                              const std::vector<double>& rank, const std::vector<int>& degree) {
  std::vector<double> next;
  for (int v = 0; v + 1 < (int)start.size(); v++) {
    double sum = 0;
    for (int e = start[v]; e < start[v + 1]; e++) {
      int from = source[e];
      if (degree[from] > 0) sum += rank[from] / degree[from];
    }
    next.push_back(0.15 + 0.85 * sum);
  }
  return next;
}
