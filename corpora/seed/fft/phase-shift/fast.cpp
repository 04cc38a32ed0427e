#include <cmath>
#include <vector>

struct Bin {
  double re, im;
};

// Moves a signal in time by turning its spectrum.
void delay(std::vector<Bin>& spectrum, double samples) {
  const std::size_t n = spectrum.size();
#pragma omp parallel for
  for (std::size_t k = 0; k < n; ++k) {
    const double angle = -2 * 3.141592653589793 * k * samples / n;
    const double c = std::cos(angle), s = std::sin(angle);
    const Bin old = spectrum[k];
    spectrum[k].re = old.re * c - old.im * s;
    spectrum[k].im = old.re * s + old.im * c;
  }
}
