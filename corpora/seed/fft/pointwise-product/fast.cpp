#include <algorithm>
#include <complex>
#include <vector>

// The product of two spectra, as for a convolution.
std::vector<std::complex<double>> combine(const std::vector<std::complex<double>>& a,
                                          const std::vector<std::complex<double>>& b, double scale) {
  const std::size_t n = std::min(a.size(), b.size());
  std::vector<std::complex<double>> c(n);
#pragma omp parallel for
  for (std::size_t k = 0; k < n; k++) {
    const double re = a[k].real() * b[k].real() - a[k].imag() * b[k].imag();
    const double im = a[k].real() * b[k].imag() + a[k].imag() * b[k].real();
    c[k] = std::complex<double>(re * scale, im * scale);
  }
  return c;
}
