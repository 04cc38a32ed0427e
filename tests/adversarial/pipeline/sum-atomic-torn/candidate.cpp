#include <vector>
double kernel(const std::vector<double>& x) {
  double s = 0.0;
#pragma omp parallel for
  for (std::size_t i = 0; i < x.size(); ++i) {
    double t = s + x[i] * x[i];
#pragma omp atomic write
    s = t;
  }
  return s;
}
