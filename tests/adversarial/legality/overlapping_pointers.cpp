// expect: proved
// assumes: no-overlap
void kernel(double* x, const double* y, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) x[i] = y[i] + 1;
}
