#include <complex>
#include <vector>

std::vector<double> power(const std::vector<std::complex<double>>& spectrum) {
  std::vector<double> result;
  for (const auto& value : spectrum) {
    result.push_back(std::norm(value) / spectrum.size());
  }
  return result;
}
