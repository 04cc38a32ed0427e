#include <vector>

struct Complex {
  double re, im;
};

std::vector<Complex> product(const std::vector<Complex>& a, const std::vector<Complex>& x, int n) {
  std::vector<Complex> y(x.size());
  for (int i = 0; i < n; i++) {
    y[i].re = 0;
    y[i].im = 0;
    for (int k = 0; k < n; k++) {
      y[i].re += a[i * n + k].re * x[k].re - a[i * n + k].im * x[k].im;
      y[i].im += a[i * n + k].re * x[k].im + a[i * n + k].im * x[k].re;
    }
  }
  return y;
}
