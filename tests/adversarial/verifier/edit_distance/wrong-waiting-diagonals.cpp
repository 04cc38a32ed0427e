// family: waiting
// refused: legality; dependence-recording; races; equivalence different-result; coverage different-result
// why: nowait lets a thread run ahead to the next diagonal
#include <algorithm>
#include <vector>

// How many insertions, deletions and replacements turn one word into the other.
int edit_distance(const std::vector<char>& from, const std::vector<char>& to) {
  const int n = static_cast<int>(from.size());
  const int m = static_cast<int>(to.size());
  std::vector<std::vector<int>> cost(n + 1, std::vector<int>(m + 1));
  for (int i = 0; i <= n; ++i) {
    cost[i][0] = i;
  }
  for (int j = 0; j <= m; ++j) {
    cost[0][j] = j;
  }
#pragma omp parallel
  for (int d = 2; d <= n + m; ++d) {
#pragma omp for schedule(static) nowait
    for (int i = std::max(1, d - m); i <= std::min(n, d - 1); ++i) {
      const int j = d - i;
      const int replaced = cost[i - 1][j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      cost[i][j] = std::min(replaced, std::min(cost[i - 1][j], cost[i][j - 1]) + 1);
    }
  }
  return cost[n][m];
}
