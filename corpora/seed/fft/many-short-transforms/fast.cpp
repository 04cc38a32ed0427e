#include <cmath>
#include <vector>

// The energy at one frequency in each of many short signals.
std::vector<double> energy(const std::vector<std::vector<double>>& signals, double frequency) {
  const long n = static_cast<long>(signals.size());
  std::vector<double> result(n);
#pragma omp parallel for schedule(dynamic, 8)
  for (long s = 0; s < n; ++s) {
    const std::vector<double>& signal = signals[s];
    double re = 0, im = 0;
    for (std::size_t t = 0; t < signal.size(); t++) {
      re += signal[t] * std::cos(frequency * t);
      im += signal[t] * std::sin(frequency * t);
    }
    result[s] = re * re + im * im;
  }
  return result;
}
