// family: borders
// refused: equivalence; serial-elision; legality; coverage; dependence-recording different-result
// why: diagonals lose their last cell where the second word is the longer one
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
  for (int d = 2; d <= n + m; ++d) {
    const int first = std::max(1, d - n);
    const int last = std::min(n, d - 1);
#pragma omp parallel for
    for (int i = first; i <= last; ++i) {
      const int j = std::min(d - i, m);
      const int replaced = cost[i - 1][j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      cost[i][j] = std::min(replaced, std::min(cost[i - 1][j], cost[i][j - 1]) + 1);
    }
  }
  return cost[n][m];
}
