#include <complex>
#include <tuple>
#include <utility>
#include <vector>

std::complex<double> kernel(std::complex<double> w, std::vector<std::complex<double>>& z,
                            const std::vector<std::pair<int, double>>& weights,
                            std::tuple<float, int> scale, std::pair<long, double>& extremes) {
  std::complex<double> sum = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    z[i] *= w;  // wrong: z[i] = std::complex<double>((z[i] * w).real(), z[i].imag());
    sum += z[i] * static_cast<double>(std::get<0>(scale));
  }
  for (const auto& [index, weight] : weights) {
    extremes.first += index * std::get<1>(scale);  // wrong: ++extremes.first;
    if (weight > extremes.second) extremes.second = weight;
  }
  return sum;  // wrong: return {sum.real(), 0};
}
