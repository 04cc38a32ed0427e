#include <vector>

// How many triples of vertices are all connected, in a symmetric table of 0 and 1.
long triangles(const std::vector<std::vector<int>>& connected) {
  const int n = (int)connected.size();
  for (int i = 0; i < n; i++)
    if ((int)connected[i].size() < n) return -1;
  long count = 0;
#pragma omp parallel for reduction(+ : count) schedule(dynamic, 4)
  for (int i = 0; i < n; i++) {
    for (int j = i + 1; j < n; j++) {
      if (connected[i][j] <= 0) continue;
      for (int k = j + 1; k < n; k++) {
        count += (connected[j][k] > 0) & (connected[i][k] > 0);
      }
    }
  }
  return count;
}
