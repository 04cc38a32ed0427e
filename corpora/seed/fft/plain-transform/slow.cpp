#include <cmath>
#include <vector>

struct Complex {
  double re, im;
};

// The discrete Fourier transform by its definition.
std::vector<Complex> transform(const std::vector<Complex>& x) {
  std::vector<Complex> y;
  int n = (int)x.size();
  for (int k = 0; k < n; k++) {
    Complex sum = {0, 0};
    for (int t = 0; t < n; t++) {
      double angle = -2 * 3.141592653589793 * ((long)k * t % n) / n;
      double c = std::cos(angle), s = std::sin(angle);
      sum.re += x[t].re * c - x[t].im * s;
      sum.im += x[t].re * s + x[t].im * c;
    }
    y.push_back(sum);
  }
  return y;
}
