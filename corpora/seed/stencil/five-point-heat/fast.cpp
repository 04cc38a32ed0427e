#include <vector>

std::vector<double> diffuse(const std::vector<double>& now, int nx, int ny, double k) {
  std::vector<double> next(now);
  // Along the rows, as they lie in memory.
#pragma omp parallel for
  for (int y = 1; y < ny - 1; y++) {
    for (int x = 1; x < nx - 1; x++) {
      next[y * nx + x] = now[y * nx + x] + k * (now[y * nx + x - 1] + now[y * nx + x + 1] +
                                                now[(y - 1) * nx + x] + now[(y + 1) * nx + x] -
                                                4 * now[y * nx + x]);
    }
  }
  return next;
}
