// expect: not-proved
void kernel(double* x, int n) {
#pragma omp parallel
#pragma omp single
  for (int i = 0; i < n; ++i) {
#pragma omp task
    x[i] *= 2;
  }
}
