#include <vector>

// Puts value i at the place whose bits are those of i reversed; 2 to the power of `bits` values.
std::vector<double> reorder(const std::vector<double>& x, int bits) {
  std::vector<double> y = x;
  if (bits < 1 || bits > 24) return y;
  unsigned n = 1u << bits;
  if (x.size() < n) return y;
  for (unsigned i = 0; i < n; i++) {
    unsigned place = 0;
    for (int b = 0; b < bits; b++) {
      if (i & (1u << b)) place |= 1u << (bits - 1 - b);
    }
    y[place] = x[i];
  }
  return y;
}
