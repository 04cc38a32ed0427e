#include <vector>

// Forward substitution with a unit lower triangle, for many right-hand sides side by side.
void forward(const std::vector<float>& triangle, std::vector<double>& sides, int n, int count) {
  for (int s = 0; s < count; s++) {
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        sides[i * count + s] -= triangle[i * n + k] * sides[k * count + s];
      }
    }
  }
}
