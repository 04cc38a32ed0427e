// expect: not-proved
void kernel(const double* x, double* __restrict y, int n) {
  double t;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
#pragma omp critical
    {
      t = x[i] * x[i];
      y[i] = t + 1;
    }
  }
}
