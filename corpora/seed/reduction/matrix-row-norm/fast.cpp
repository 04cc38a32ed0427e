#include <cmath>
#include <vector>

double infinity_norm(const std::vector<std::vector<double>>& m) {
  double norm = 0.0;
#pragma omp parallel for schedule(dynamic, 16) reduction(max : norm)
  for (int i = 0; i < static_cast<int>(m.size()); ++i) {
    double sum = 0.0;
    for (double v : m[i]) sum += std::abs(v);
    if (sum > norm) norm = sum;
  }
  return norm;
}
