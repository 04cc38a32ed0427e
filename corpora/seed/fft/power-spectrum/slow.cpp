#include <vector>

struct Complex {
  double re, im;
};

std::vector<double> power(const std::vector<Complex>& spectrum) {
  std::vector<double> result;
  for (const auto& value : spectrum) {
    result.push_back((value.re * value.re + value.im * value.im) / spectrum.size());
  }
  return result;
}
