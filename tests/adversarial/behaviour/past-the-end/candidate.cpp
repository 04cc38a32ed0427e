void kernel(int n, double a, const double* x, double* y) {
  for (int i = 0; i < n + 1; ++i) {
    const double value = a * x[i];
    if (i < n) {
      y[i] = value;
    }
  }
}
