#include <complex>
#include <vector>

std::vector<double> power(const std::vector<std::complex<double>>& spectrum) {
  const std::size_t n = spectrum.size();
  std::vector<double> result(n);
#pragma omp parallel for
  for (std::size_t k = 0; k < n; k++) {
    result[k] = std::norm(spectrum[k]) / n;
  }
  return result;
}
