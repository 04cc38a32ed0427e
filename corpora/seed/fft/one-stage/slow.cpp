#include <cmath>
#include <vector>

struct Sample {
  double re, im;
};

// One of the first four stages of the fast transform: butterflies between values `half` apart.
std::vector<Sample> butterflies(const std::vector<Sample>& in, int stage) {
  std::vector<Sample> out = in;
  int n = (int)in.size();
  int half = 1 << (stage & 3);
  for (int block = 0; block + 2 * half <= n; block += 2 * half) {
    for (int k = 0; k < half; k++) {
      double angle = -3.141592653589793 * k / half;
      double c = std::cos(angle), s = std::sin(angle);
      Sample a = in[block + k], b = in[block + k + half];
      double re = b.re * c - b.im * s, im = b.re * s + b.im * c;
      out[block + k].re = a.re + re;
      out[block + k].im = a.im + im;
      out[block + k + half].re = a.re - re;
      out[block + k + half].im = a.im - im;
    }
  }
  return out;
}
