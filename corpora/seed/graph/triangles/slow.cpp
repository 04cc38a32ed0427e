#include <vector>

// How many triples of vertices are all connected, in a symmetric table of 0 and 1.
long triangles(const std::vector<std::vector<int>>& connected) {
  long count = 0;
  int n = (int)connected.size();
  for (int i = 0; i < n; i++)
    if ((int)connected[i].size() < n) return -1;
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < n; j++) {
      for (int k = 0; k < n; k++) {
        if (i < j && j < k && connected[i][j] > 0 && connected[j][k] > 0 && connected[i][k] > 0)
          count++;
      }
    }
  }
  return count;
}
