#include <cmath>
#include <complex>
#include <vector>

// The discrete Fourier transform by its definition.
std::vector<std::complex<double>> transform(const std::vector<std::complex<double>>& x) {
  std::vector<std::complex<double>> y;
  int n = (int)x.size();
  for (int k = 0; k < n; k++) {
    std::complex<double> sum = 0;
    for (int t = 0; t < n; t++) {
      double angle = -2 * 3.141592653589793 * ((long)k * t % n) / n;
      sum += x[t] * std::complex<double>(std::cos(angle), std::sin(angle));
    }
    y.push_back(sum);
  }
  return y;
}
