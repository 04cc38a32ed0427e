// expect: refuted carried-scalar
void kernel(double* x, int n) {
  int k = 0;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    x[k] = i;
    k += 2;
  }
}
