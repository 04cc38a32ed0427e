#include <cmath>
#include <vector>

// For each frame of a signal the energy of its lowest frequencies.
std::vector<double> frame_energies(const std::vector<double>& signal, int frame) {
  std::vector<double> energy;
  if (frame < 1) return energy;
  for (long begin = 0; begin + frame <= (long)signal.size(); begin += frame) {
    double total = 0;
    for (int k = 0; k < 8; k++) {
      double re = 0, im = 0;
      for (int t = 0; t < frame; t++) {
        re += signal[begin + t] * std::cos(6.283185307179586 * k * t / frame);
        im -= signal[begin + t] * std::sin(6.283185307179586 * k * t / frame);
      }
      total += re * re + im * im;
    }
    energy.push_back(total);
  }
  return energy;
}
