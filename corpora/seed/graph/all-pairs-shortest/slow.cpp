#include <vector>

// Shortest ways between all vertices; d holds n by n lengths of direct ways.
void shorten(std::vector<int>& d, int n) {
  for (int k = 0; k < n; k++) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        long through = (long)d[i * n + k] + d[k * n + j];
        if (i != k && j != k && through >= 0 && through < d[i * n + j]) d[i * n + j] = (int)through;
      }
    }
  }
}
