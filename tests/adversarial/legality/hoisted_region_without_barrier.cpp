// expect: refuted no-barrier
void kernel(double* __restrict x, double* __restrict y, int n, int rounds) {
#pragma omp parallel
  for (int t = 0; t < rounds; ++t) {
#pragma omp for nowait
    for (int i = 1; i < n - 1; ++i) y[i] = x[i - 1] + x[i + 1];
#pragma omp for
    for (int i = 1; i < n - 1; ++i) x[i] = y[i];
  }
}
