// family: races
// refused: legality; dependence-recording conflict; races
// why: each thread adds its partial sum without protection, once
#include <cstddef>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
#pragma omp parallel
  {
    double mine = 0.0;
#pragma omp for
    for (std::size_t i = 0; i < a.size(); ++i) {
      mine += a[i] * b[i];
    }
    sum += mine;
  }
  return sum;
}
