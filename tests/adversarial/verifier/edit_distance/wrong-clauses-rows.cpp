// family: clauses
// refused: legality; dependence-recording conflict; races; equivalence different-result; coverage different-result; dependence-recording different-result
// why: each row needs the one above
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
#pragma omp parallel for
  for (int i = 1; i <= n; ++i) {
    for (int j = 1; j <= m; ++j) {
      const int replaced = cost[i - 1][j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      cost[i][j] = std::min(replaced, std::min(cost[i - 1][j], cost[i][j - 1]) + 1);
    }
  }
  return cost[n][m];
}
