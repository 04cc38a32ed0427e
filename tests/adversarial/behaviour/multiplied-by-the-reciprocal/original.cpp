void kernel(int n, const double* __restrict x, double* __restrict y, double d) {
  for (int i = 0; i < n; ++i) {
    y[i] = x[i] / d;
  }
}
