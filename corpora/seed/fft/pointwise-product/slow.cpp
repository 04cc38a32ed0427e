#include <algorithm>
#include <vector>

struct Complex {
  float re, im;
};

// The product of two spectra, as for a convolution.
std::vector<Complex> combine(const std::vector<Complex>& a, const std::vector<Complex>& b,
                             float scale) {
  std::vector<Complex> c;
  std::size_t n = std::min(a.size(), b.size());
  for (std::size_t k = 0; k < n; k++) {
    float re = a[k].re * b[k].re - a[k].im * b[k].im;
    float im = a[k].re * b[k].im + a[k].im * b[k].re;
    c.push_back(Complex{re * scale, im * scale});
  }
  return c;
}
