#include <vector>
double kernel(const std::vector<double>& x) {
  double s = 0.0, r = 0.0;
#pragma omp parallel
  {
#pragma omp for reduction(+ : s) nowait
    for (std::size_t i = 0; i < x.size(); ++i) s += x[i] * x[i];
#pragma omp single
    r = s;
  }
  return r;
}
