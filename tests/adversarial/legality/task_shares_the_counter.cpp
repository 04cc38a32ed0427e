// expect: refuted task-shares-counter
void kernel(double* x, int n) {
  int i;
#pragma omp parallel
#pragma omp single
  for (i = 0; i < n; ++i) {
#pragma omp task
    x[i] *= 2;
  }
}
