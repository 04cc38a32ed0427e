// family: hang
// refused: equivalence timeout; dependence-recording; legality; races; coverage timeout; serial-elision
// why: rows by thread number wait for each other: with fewer threads than expected nobody comes
#include <omp.h>

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
  std::vector<int> finished(n + 1, 0);
  finished[0] = m;
  const int threads = omp_get_max_threads();
#pragma omp parallel num_threads(threads)
  for (int i = omp_get_thread_num() + 1; i <= n; i += threads) {
    for (int j = 1; j <= m; ++j) {
      int ready = 0;
      while (ready < j) {
#pragma omp atomic read acquire
        ready = finished[i - 1];
      }
      const int replaced = cost[i - 1][j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      cost[i][j] = std::min(replaced, std::min(cost[i - 1][j], cost[i][j - 1]) + 1);
#pragma omp atomic write release
      finished[i] = j;
    }
  }
  return cost[n][m];
}
