// right: partial sums added atomically
#include <cstddef>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
#pragma omp parallel
  {
    double mine = 0.0;
#pragma omp for nowait schedule(static)
    for (std::size_t i = 0; i < a.size(); ++i) {
      mine += a[i] * b[i];
    }
#pragma omp atomic
    sum += mine;
  }
  return sum;
}
