#include <vector>

// Shortest ways between all vertices; d holds n by n lengths of direct ways.
void shorten(std::vector<int>& d, int n) {
  for (int k = 0; k < n; k++) {
    // Row and column k stay as they are in round k, so that the others are independent.
#pragma omp parallel for
    for (int i = 0; i < n; i++) {
      if (i == k) continue;
      const long to_k = d[i * n + k];
      for (int j = 0; j < n; j++) {
        const long through = to_k + d[k * n + j];
        if (j != k && through >= 0 && through < d[i * n + j]) d[i * n + j] = (int)through;
      }
    }
  }
}
