// expect: refuted private-read-before-write
void kernel(const double* __restrict x, double* __restrict y, int n) {
  double last = 0;
#pragma omp parallel for private(last)
  for (int i = 0; i < n; ++i) {
    y[i] = x[i] - last;
    last = x[i];
  }
}
