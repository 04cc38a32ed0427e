#include <vector>

// Forward substitution with a unit lower triangle, for many right-hand sides side by side.
void forward(const std::vector<float>& triangle, std::vector<double>& sides, int n, int count) {
  const int strip = 64;
#pragma omp parallel for
  for (int ss = 0; ss < count; ss += strip) {
    const int last = count - ss < strip ? count : ss + strip;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        const double factor = triangle[i * n + k];
        for (int s = ss; s < last; s++) sides[i * count + s] -= factor * sides[k * count + s];
      }
    }
  }
}
