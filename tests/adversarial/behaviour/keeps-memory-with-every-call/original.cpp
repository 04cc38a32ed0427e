void kernel(int n, const int* x, long* y) {
  for (int i = 0; i < n; ++i) {
    y[i] = 3 * x[i];
  }
}
