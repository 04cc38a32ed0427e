#include <cmath>
#include <vector>

struct Sample {
  double re, im;
};

// One of the first four stages of the fast transform: butterflies between values `half` apart.
std::vector<Sample> butterflies(const std::vector<Sample>& in, int stage) {
  std::vector<Sample> out = in;
  const int n = (int)in.size();
  const int half = 1 << (stage & 3);
  Sample turn[8];
  for (int k = 0; k < half; k++) {
    const double angle = -3.141592653589793 * k / half;
    turn[k].re = std::cos(angle);
    turn[k].im = std::sin(angle);
  }
  const int blocks = n / (2 * half);
  // All butterflies of a stage are independent, whatever block they belong to.
#pragma omp parallel for
  for (int at = 0; at < blocks; at++) {
    const int block = at * 2 * half;
    for (int k = 0; k < half; k++) {
      const double c = turn[k].re, s = turn[k].im;
      const Sample a = in[block + k], b = in[block + k + half];
      const double re = b.re * c - b.im * s, im = b.re * s + b.im * c;
      out[block + k].re = a.re + re;
      out[block + k].im = a.im + im;
      out[block + k + half].re = a.re - re;
      out[block + k + half].im = a.im - im;
    }
  }
  return out;
}
