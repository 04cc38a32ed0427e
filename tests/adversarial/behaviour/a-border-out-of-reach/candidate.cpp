void kernel(int n, const double* __restrict x, double* __restrict y) {
  long border = 7;
  for (int k = 0; k < 9; ++k) border *= 7;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    y[i] = 2.0 * x[i] + 1.0 + (i > border);
  }
}
