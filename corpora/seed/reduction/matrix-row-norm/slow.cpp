#include <cmath>
#include <vector>

double infinity_norm(const std::vector<std::vector<double>>& m) {
  double norm = 0.0;
  for (const auto& row : m) {
    double sum = 0.0;
    for (double v : row) sum += std::abs(v);
    if (sum > norm) norm = sum;
  }
  return norm;
}
