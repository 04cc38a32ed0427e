#include <vector>

// One round of ranking: every vertex gives its rank in equal parts to its targets.
std::vector<double> rank_step(const std::vector<int>& start, const std::vector<int>& source,
                              const std::vector<double>& rank, const std::vector<int>& degree) {
  const int n = start.empty() ? 0 : (int)start.size() - 1;
  std::vector<double> next(n);
#pragma omp parallel for schedule(dynamic, 64)
  for (int v = 0; v < n; v++) {
    double sum = 0;
    for (int e = start[v]; e < start[v + 1]; e++) {
      const int from = source[e];
      if (degree[from] > 0) sum += rank[from] / degree[from];
    }
    next[v] = 0.15 + 0.85 * sum;
  }
  return next;
}
