#include <cmath>
#include <vector>

struct Bin {
  double re, im;
};

// Moves a signal in time by turning its spectrum.
void delay(std::vector<Bin>& spectrum, double samples) {
  for (std::size_t k = 0; k < spectrum.size(); ++k) {
    double angle = -2 * 3.141592653589793 * k * samples / spectrum.size();
    double re = spectrum[k].re * std::cos(angle) - spectrum[k].im * std::sin(angle);
    double im = spectrum[k].re * std::sin(angle) + spectrum[k].im * std::cos(angle);
    spectrum[k].re = re;
    spectrum[k].im = im;
  }
}
