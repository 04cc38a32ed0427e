// pattern: map
void to_kelvin(double* celsius, int n) {
  int i = n;
  while (i-- > 0) celsius[i] = celsius[i] + 273.15;
}
// pattern: map
std::vector<double> decibels(const std::vector<double>& power) {
  std::vector<double> out;
  for (double p : power) out.push_back(10 * std::log10(p + 1e-12));
  return out;
}
// pattern: map
void mix(float* left, float* right, const float* mono, size_t frames, float pan) {
  for (size_t f = 0; f < frames; ++f) {
    left[f] = mono[f] * (1 - pan);
    right[f] = mono[f] * pan;
  }
}
// pattern: map
void age(std::vector<Tree>& wood) {
  for (Tree& tree : wood) {
    tree.height += tree.rate * (tree.limit - tree.height);
    tree.years += 1;
  }
}
// pattern: map
void limit_speed(std::vector<Car>& cars, double most) {
  for (size_t c = 0; c < cars.size(); c++) {
    double v = sqrt(cars[c].vx * cars[c].vx + cars[c].vy * cars[c].vy);
    if (v > most) {
      cars[c].vx *= most / v;
      cars[c].vy *= most / v;
    }
  }
}
// pattern: iterate-each
void mandel(const double* cx, const double* cy, int* rounds, int n) {
  for (int p = 0; p < n; ++p) {
    double x = 0, y = 0;
    int r = 0;
    while (x * x + y * y < 4 && r < 500) {
      double t = x * x - y * y + cx[p];
      y = 2 * x * y + cy[p];
      x = t;
      ++r;
    }
    rounds[p] = r;
  }
}
// pattern: iterate-each
std::vector<int> digit_roots(std::vector<unsigned> numbers) {
  std::vector<int> roots(numbers.size());
  for (size_t k = 0; k < numbers.size(); ++k) {
    unsigned n = numbers[k];
    int rounds = 0;
    while (n > 9) {
      unsigned s = 0;
      for (unsigned m = n; m; m /= 10) s += m % 10;
      n = s;
      rounds++;
    }
    roots[k] = rounds;
  }
  return roots;
}
// pattern: lookup
void apply_palette(const uint8_t* index, Rgb* out, int n, const Rgb* palette) {
  for (int p = 0; p < n; p++) out[p] = palette[index[p]];
}
// pattern: transpose
void turn_image(std::vector<std::vector<int>>& from, std::vector<std::vector<int>>& to) {
  for (size_t r = 0; r < from.size(); ++r)
    for (size_t c = 0; c < from[r].size(); ++c) to[c][r] = from[r][c];
}
// pattern: transpose
void by_columns(int n, int m, const float* src, float* dst) {
  for (int q = 0; q < m; ++q) {
    for (int p = 0; p < n; ++p) dst[q * n + p] = src[p * m + q];
  }
}
