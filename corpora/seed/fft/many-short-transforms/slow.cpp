#include <cmath>
#include <vector>

// The energy at one frequency in each of many short signals.
std::vector<double> energy(const std::vector<std::vector<double>>& signals, double frequency) {
  std::vector<double> result;
  for (const std::vector<double>& signal : signals) {
    double re = 0, im = 0;
    for (std::size_t t = 0; t < signal.size(); t++) {
      re += signal[t] * std::cos(frequency * t);
      im += signal[t] * std::sin(frequency * t);
    }
    result.push_back(re * re + im * im);
  }
  return result;
}
