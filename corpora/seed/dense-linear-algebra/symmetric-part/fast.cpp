#include <vector>

// Replaces an n by n matrix by the mean of itself and its transpose.
void symmetrize(std::vector<double>& m, int n) {
  const int tile = 32;
  // Each pair of tiles belongs to one iteration.
#pragma omp parallel for schedule(dynamic, 1)
  for (int ii = 0; ii < n; ii += tile) {
    for (int jj = 0; jj <= ii; jj += tile) {
      const int last_i = n - ii < tile ? n : ii + tile;
      for (int i = ii; i < last_i; i++) {
        const int last_j = i < jj + tile ? i : jj + tile;
        for (int j = jj; j < last_j; j++) {
          const double mean = (m[i * n + j] + m[j * n + i]) / 2;
          m[i * n + j] = mean;
          m[j * n + i] = mean;
        }
      }
    }
  }
}
