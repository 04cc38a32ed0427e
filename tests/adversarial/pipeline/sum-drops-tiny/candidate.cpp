#include <vector>
double kernel(const std::vector<double>& x) {
  double s = 0.0;
#pragma omp parallel for reduction(+ : s)
  for (std::size_t i = 0; i < x.size(); ++i) if (x[i] * x[i] > 1e-6) s += x[i] * x[i];
  return s;
}
