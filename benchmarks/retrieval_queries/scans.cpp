// pattern: scan
void cumulate(int* sales, int days) {
  int so_far = 0;
  for (int d = 0; d < days; ++d) {
    so_far += sales[d];
    sales[d] = so_far;
  }
}
// pattern: scan
std::vector<size_t> line_starts(const std::vector<size_t>& widths) {
  std::vector<size_t> at(widths.size() + 1, 0);
  for (size_t w = 0; w < widths.size(); ++w) at[w + 1] = at[w] + widths[w];
  return at;
}
// pattern: scan
void best_so_far(const float* record, float* best, int n) {
  float b = -1e30f;
  for (int i = 0; i < n; i++) {
    b = std::max(b, record[i]);
    best[i] = b;
  }
}
// pattern: scan
std::vector<uint64_t> prefix_xor(std::span<const uint64_t> keys) {
  std::vector<uint64_t> out(keys.size());
  uint64_t x = 0;
  size_t i = 0;
  for (uint64_t k : keys) {
    x = x ^ k;
    out[i++] = x;
  }
  return out;
}
// pattern: scan-rows
void row_totals(int* grid, int h, int w) {
  for (int y = 0; y < h; ++y) {
    for (int x = 1; x < w; ++x) grid[y * w + x] += grid[y * w + x - 1];
  }
}
// pattern: window
std::vector<double> moving_mean(const std::vector<double>& x, int k) {
  std::vector<double> means;
  for (size_t i = 0; i + k <= x.size(); ++i) {
    double s = 0;
    for (int j = 0; j < k; ++j) s += x[i + j];
    means.push_back(s / k);
  }
  return means;
}
// pattern: window
void echo(const float* dry, float* wet, int n, const float* impulse, int m) {
  for (int t = 0; t + m <= n; t++) {
    float acc = 0;
    for (int k = 0; k < m; k++) acc += dry[t + k] * impulse[k];
    wet[t] = acc;
  }
}
