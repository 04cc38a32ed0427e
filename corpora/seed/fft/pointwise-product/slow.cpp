#include <algorithm>
#include <complex>
#include <vector>

// The product of two spectra, as for a convolution.
std::vector<std::complex<double>> combine(const std::vector<std::complex<double>>& a,
                                          const std::vector<std::complex<double>>& b, double scale) {
  std::vector<std::complex<double>> c;
  std::size_t n = std::min(a.size(), b.size());
  for (std::size_t k = 0; k < n; k++) {
    double re = a[k].real() * b[k].real() - a[k].imag() * b[k].imag();
    double im = a[k].real() * b[k].imag() + a[k].imag() * b[k].real();
    c.push_back(std::complex<double>(re * scale, im * scale));
  }
  return c;
}
