#include <cmath>
#include <vector>

// For each frame of a signal the energy of its lowest frequencies.
std::vector<double> frame_energies(const std::vector<double>& signal, int frame) {
  if (frame < 1) return {};
  const long frames = (long)signal.size() / frame;
  std::vector<double> energy(frames);
#pragma omp parallel for
  for (long f = 0; f < frames; f++) {
    const double* begin = signal.data() + f * frame;
    double total = 0;
    for (int k = 0; k < 8; k++) {
      double re = 0, im = 0;
      for (int t = 0; t < frame; t++) {
        const double angle = 6.283185307179586 * k * t / frame;
        re += begin[t] * std::cos(angle);
        im -= begin[t] * std::sin(angle);
      }
      total += re * re + im * im;
    }
    energy[f] = total;
  }
  return energy;
}
