// family: tampering
// refused: interface forbidden-call; interface; legality
// why: changes the rounding mode of the calling thread, for good
#include <cfenv>
#include <cstddef>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  std::fesetround(FE_UPWARD);
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}
