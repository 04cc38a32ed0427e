#include <complex>
#include <vector>

std::vector<std::complex<double>> product(const std::vector<std::complex<double>>& a,
                                          const std::vector<std::complex<double>>& x, int n) {
  std::vector<std::complex<double>> y(x.size());
  for (int i = 0; i < n; i++) {
    y[i] = 0;
    for (int k = 0; k < n; k++) y[i] = y[i] + a[i * n + k] * x[k];
  }
  return y;
}
