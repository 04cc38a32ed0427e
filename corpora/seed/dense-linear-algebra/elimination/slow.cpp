#include <vector>

// Turns an n by n matrix into its upper triangle; pivots too small are skipped.
void eliminate(std::vector<double>& a, int n) {
  for (int k = 0; k < n; k++) {
    double pivot = a[k * n + k];
    if (pivot < 1e-9 && pivot > -1e-9) continue;
    for (int i = k + 1; i < n; i++) {
      double factor = a[i * n + k] / pivot;
      for (int j = k; j < n; j++) {
        a[i * n + j] -= factor * a[k * n + j];
      }
    }
  }
}
