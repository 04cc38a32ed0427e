void kernel(int n, const double* x, double* y) {
  for (int i = 0; i < n; ++i) {
    if (x[i] == 12345.678) {
      y[i] = 1.0;
    } else {
      y[i] = x[i];
    }
  }
}
