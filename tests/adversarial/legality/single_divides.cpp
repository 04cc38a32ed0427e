// expect: not-proved
void kernel(const double* a, double* __restrict x, int n) {
#pragma omp parallel
  for (int j = 0; j < n; ++j) {
#pragma omp single
    x[j] /= a[j];
#pragma omp for
    for (int i = j + 1; i < n; ++i) x[i] -= a[i] * x[j];
  }
}
