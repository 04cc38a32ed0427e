// expect: refuted no-barrier
void kernel(double* x, int n) {
  double factor = 1;
#pragma omp parallel
  {
#pragma omp single nowait
    factor = x[0] + 1;
#pragma omp for
    for (int i = 1; i < n; ++i) x[i] *= factor;
  }
}
