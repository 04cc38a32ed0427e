void kernel(int n, const double* __restrict x, double* __restrict y, double d) {
  const double r = 1.0 / d;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    y[i] = x[i] * r;
  }
}
