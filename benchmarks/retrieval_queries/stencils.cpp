// pattern: stencil-1d
void heat(const double* old, double* fresh, int cells, double r) {
  for (int c = 1; c < cells - 1; ++c) fresh[c] = old[c] + r * (old[c - 1] - 2 * old[c] + old[c + 1]);
}
// pattern: stencil-1d
std::vector<float> slopes(const std::vector<float>& h) {
  std::vector<float> s(h.size(), 0.f);
  for (size_t k = 1; k + 1 < h.size(); ++k) s[k] = (h[k + 1] - h[k - 1]) / 2;
  return s;
}
// pattern: stencil-1d
void ripple(double* height, double* speed, int n) {
  for (int i = 1; i < n - 1; i++) speed[i] += 0.5 * (height[i - 1] + height[i + 1]) - height[i];
  for (int i = 1; i < n - 1; i++) height[i] += speed[i];
}
// pattern: stencil-2d
void sharpen(const uint8_t* src, uint8_t* dst, int w, int h) {
  for (int y = 1; y < h - 1; y++) {
    for (int x = 1; x < w - 1; x++) {
      int v = 5 * src[y * w + x] - src[y * w + x - 1] - src[y * w + x + 1] - src[(y - 1) * w + x] -
              src[(y + 1) * w + x];
      dst[y * w + x] = v < 0 ? 0 : v > 255 ? 255 : v;
    }
  }
}
// pattern: stencil-2d
void react(Grid& a, const Grid& b, double dt) {
  for (size_t r = 1; r + 1 < b.size(); ++r)
    for (size_t c = 1; c + 1 < b[r].size(); ++c)
      a[r][c] = b[r][c] + dt * (b[r - 1][c] + b[r + 1][c] + b[r][c - 1] + b[r][c + 1] - 4 * b[r][c]);
}
// pattern: stencil-2d
double roughness(const std::vector<std::vector<double>>& z) {
  double sum = 0;
  for (int i = 1; i + 1 < (int)z.size(); i++) {
    for (int j = 1; j + 1 < (int)z[i].size(); j++) {
      double l = z[i - 1][j] + z[i + 1][j] + z[i][j - 1] + z[i][j + 1] - 4 * z[i][j];
      sum += l * l;
    }
  }
  return sum;
}
// pattern: stencil-3d
void conduct(const float* t, float* n, int X, int Y, int Z) {
  for (int z = 1; z < Z - 1; z++)
    for (int y = 1; y < Y - 1; y++)
      for (int x = 1; x < X - 1; x++) {
        int i = (z * Y + y) * X + x;
        n[i] = (t[i - 1] + t[i + 1] + t[i - X] + t[i + X] + t[i - X * Y] + t[i + X * Y]) / 6;
      }
}
