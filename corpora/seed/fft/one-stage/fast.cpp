#include <cmath>
#include <vector>

struct Sample {
  double re, im;
};

// One stage of the fast transform: butterflies between values `half` apart.
std::vector<Sample> stage(const std::vector<Sample>& in, int half) {
  std::vector<Sample> out = in;
  const long n = (long)in.size();
  if (half < 1) return out;
  const long blocks = n / (2L * half);
  if (blocks < 1) return out;
  std::vector<Sample> turn(half);
#pragma omp parallel
  {
#pragma omp for
    for (int k = 0; k < half; k++) {
      const double angle = -3.141592653589793 * k / half;
      turn[k].re = std::cos(angle);
      turn[k].im = std::sin(angle);
    }
    // All butterflies of a stage are independent, whatever block they belong to.
#pragma omp for
    for (long at = 0; at < blocks * half; at++) {
      const long block = at / half * 2 * half;
      const int k = (int)(at % half);
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
