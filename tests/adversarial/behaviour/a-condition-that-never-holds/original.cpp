void kernel(int n, const double* __restrict x, double* __restrict y) {
  for (int i = 0; i < n; ++i) {
    y[i] = 2.0 * x[i] + 1.0;
  }
}
