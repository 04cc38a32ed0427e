void kernel(int n, const double* __restrict x, double* __restrict y) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    try {
      y[i] = 2.0 * x[i] + 1.0;
    } catch (...) {
      y[i] = 0.0;
    }
  }
}
