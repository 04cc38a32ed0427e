#include <complex>
#include <vector>

std::vector<std::complex<double>> product(const std::vector<std::complex<double>>& a,
                                          const std::vector<std::complex<double>>& x, int n) {
  std::vector<std::complex<double>> y(x.size());
#pragma omp parallel for
  for (int i = 0; i < n; i++) {
    std::complex<double> sum = 0;
    for (int k = 0; k < n; k++) sum += a[i * n + k] * x[k];
    y[i] = sum;
  }
  return y;
}
