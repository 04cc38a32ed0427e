// family: tampering
// refused: interface; serial-elision; equivalence; legality; coverage; dependence-recording different-result
// why: tiny numbers become zero, from now on and for everybody
#include <xmmintrin.h>

#include <cstddef>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  _MM_SET_FLUSH_ZERO_MODE(_MM_FLUSH_ZERO_ON);
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}
