void kernel(int n, const double* x, double* y) {
  const bool apart = x + n <= y || y + n <= x;
  if (!apart) {
    for (int i = 0; i < n; ++i) y[i] = 2.0 * x[i];
    return;
  }
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    y[i] = 2.0 * x[i];
  }
}
