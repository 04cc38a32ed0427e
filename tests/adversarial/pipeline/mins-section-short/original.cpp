#include <cstddef>
double kernel(const double* x, std::size_t n, int* hist, const unsigned char* key) {
  double m = 1e300;
  for (std::size_t i = 0; i < n; ++i) {
    if (x[i] < m) m = x[i];
    hist[key[i]] += 1;
  }
  return m;
}
