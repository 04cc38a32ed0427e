#include <vector>

struct Complex {
  double re, im;
};

std::vector<double> power(const std::vector<Complex>& spectrum) {
  const std::size_t n = spectrum.size();
  std::vector<double> result(n);
#pragma omp parallel for
  for (std::size_t k = 0; k < n; k++) {
    const Complex& value = spectrum[k];
    result[k] = (value.re * value.re + value.im * value.im) / n;
  }
  return result;
}
