// expect: not-proved
void kernel(double* x, int n) {
  double factor = 1;
#pragma omp parallel
  {
#pragma omp single
    factor = x[0] + 1;
#pragma omp for
    for (int i = 1; i < n; ++i) x[i] *= factor;
  }
}
