#include <algorithm>
#include <vector>

struct Complex {
  float re, im;
};

// The product of two spectra, as for a convolution.
std::vector<Complex> combine(const std::vector<Complex>& a, const std::vector<Complex>& b,
                             float scale) {
  const std::size_t n = std::min(a.size(), b.size());
  std::vector<Complex> c(n);
#pragma omp parallel for
  for (std::size_t k = 0; k < n; k++) {
    const float re = a[k].re * b[k].re - a[k].im * b[k].im;
    const float im = a[k].re * b[k].im + a[k].im * b[k].re;
    c[k].re = re * scale;
    c[k].im = im * scale;
  }
  return c;
}
