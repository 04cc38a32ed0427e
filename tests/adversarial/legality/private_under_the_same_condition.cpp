// The value is read only where it was written.
// expect: not-proved
void kernel(const double* x, double* __restrict y, const int* c, int n) {
  double t;
#pragma omp parallel for private(t)
  for (int i = 0; i < n; ++i) {
    if (c[i] == 1) t = x[i];
    y[i] = 0;
    if (c[i] == 1) y[i] = t;
  }
}
