// expect: not-proved
void kernel(double* x, int n) {
  double factor = 1;
#pragma omp parallel
  {
#pragma omp master
    factor = x[0] + 1;
#pragma omp barrier
#pragma omp for
    for (int i = 1; i < n; ++i) x[i] *= factor;
  }
}
