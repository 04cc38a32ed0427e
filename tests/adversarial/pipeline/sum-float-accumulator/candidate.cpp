#include <vector>
double kernel(const std::vector<double>& x) {
  float s = 0.0;
#pragma omp parallel for reduction(+ : s)
  for (std::size_t i = 0; i < x.size(); ++i) s += x[i] * x[i];
  return s;
}
