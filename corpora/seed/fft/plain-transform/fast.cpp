#include <cmath>
#include <vector>

struct Complex {
  double re, im;
};

// The discrete Fourier transform by its definition.
std::vector<Complex> transform(const std::vector<Complex>& x) {
  const int n = (int)x.size();
  std::vector<Complex> y(n);
  // There are n different roots only.
  std::vector<Complex> root(n);
#pragma omp parallel
  {
#pragma omp for
    for (int m = 0; m < n; m++) {
      const double angle = -2 * 3.141592653589793 * m / n;
      root[m].re = std::cos(angle);
      root[m].im = std::sin(angle);
    }
#pragma omp for
    for (int k = 0; k < n; k++) {
      double re = 0, im = 0;
      int m = 0;
      for (int t = 0; t < n; t++) {
        re += x[t].re * root[m].re - x[t].im * root[m].im;
        im += x[t].re * root[m].im + x[t].im * root[m].re;
        m += k;
        if (m >= n) m -= n;
      }
      y[k].re = re;
      y[k].im = im;
    }
  }
  return y;
}
