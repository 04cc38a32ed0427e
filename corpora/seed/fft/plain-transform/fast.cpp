#include <cmath>
#include <complex>
#include <vector>

// The discrete Fourier transform by its definition.
std::vector<std::complex<double>> transform(const std::vector<std::complex<double>>& x) {
  const int n = (int)x.size();
  std::vector<std::complex<double>> y(n);
  // There are n different roots only.
  std::vector<std::complex<double>> root(n);
#pragma omp parallel
  {
#pragma omp for
    for (int m = 0; m < n; m++) {
      const double angle = -2 * 3.141592653589793 * m / n;
      root[m] = std::complex<double>(std::cos(angle), std::sin(angle));
    }
#pragma omp for
    for (int k = 0; k < n; k++) {
      std::complex<double> sum = 0;
      int m = 0;
      for (int t = 0; t < n; t++) {
        sum += x[t] * root[m];
        m += k;
        if (m >= n) m -= n;
      }
      y[k] = sum;
    }
  }
  return y;
}
