void kernel(int n, double a, const double* x, double* y) {
  double last = 0.0;
  for (int i = 0; i <= n; ++i) {
    last = x[i];
    if (i < n) {
      y[i] = a * last;
    }
  }
  if (last == 1e300) {
    y[0] = last;
  }
}
