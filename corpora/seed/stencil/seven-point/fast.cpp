#include <vector>

std::vector<float> laplace(const std::vector<float>& u, int n) {
  std::vector<float> out(u.size());
#pragma omp parallel for collapse(2)
  for (int i = 1; i < n - 1; ++i) {
    for (int j = 1; j < n - 1; ++j) {
      for (int k = 1; k < n - 1; ++k) {
        out[(i * n + j) * n + k] = u[((i - 1) * n + j) * n + k] + u[((i + 1) * n + j) * n + k] +
                                   u[(i * n + j - 1) * n + k] + u[(i * n + j + 1) * n + k] +
                                   u[(i * n + j) * n + k - 1] + u[(i * n + j) * n + k + 1] -
                                   6 * u[(i * n + j) * n + k];
      }
    }
  }
  return out;
}
