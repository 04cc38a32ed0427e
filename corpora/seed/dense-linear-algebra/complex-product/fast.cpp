#include <vector>

struct Complex {
  double re, im;
};

std::vector<Complex> product(const std::vector<Complex>& a, const std::vector<Complex>& x, int n) {
  std::vector<Complex> y(x.size());
#pragma omp parallel for
  for (int i = 0; i < n; i++) {
    double re = 0, im = 0;
    for (int k = 0; k < n; k++) {
      const Complex& m = a[i * n + k];
      re += m.re * x[k].re - m.im * x[k].im;
      im += m.re * x[k].im + m.im * x[k].re;
    }
    y[i].re = re;
    y[i].im = im;
  }
  return y;
}
