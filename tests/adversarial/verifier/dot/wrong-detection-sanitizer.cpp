// family: detection
// refused: interface forbidden-construct; extract
// why: another loop under sanitizers than in the program
#include <cstddef>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(__clang__)
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a[i] * b[i];
  }
#else
#pragma omp parallel for
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a[i] * b[i];
  }
#endif
  return sum;
}
