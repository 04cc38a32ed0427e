#include <vector>

// Replaces an n by n matrix by the mean of itself and its transpose.
void symmetrize(std::vector<double>& m, int n) {
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < i; j++) {
      double mean = (m[i * n + j] + m[j * n + i]) / 2;
      m[i * n + j] = mean;
      m[j * n + i] = mean;
    }
  }
}
