// family: races
// refused: legality; dependence-recording; races; equivalence different-result; coverage different-result
// why: the tasks wait for the block above, not for the one to the left
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
  const int block = 32;
  const int rows = (n + block - 1) / block;
  const int columns = (m + block - 1) / block;
  std::vector<char> done((rows + 1) * (columns + 1));
  char* flag = done.data();
#pragma omp parallel
#pragma omp single
  for (int r = 1; r <= rows; ++r) {
    for (int c = 1; c <= columns; ++c) {
      const int here = r * (columns + 1) + c;
      const int above = here - (columns + 1);
#pragma omp task firstprivate(r, c) depend(in : flag[above]) depend(out : flag[here])
      for (int i = (r - 1) * block + 1; i <= std::min(n, r * block); ++i) {
        for (int j = (c - 1) * block + 1; j <= std::min(m, c * block); ++j) {
          const int replaced = cost[i - 1][j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
          cost[i][j] = std::min(replaced, std::min(cost[i - 1][j], cost[i][j - 1]) + 1);
        }
      }
    }
  }
  return cost[n][m];
}
