// expect: refuted no-barrier
void kernel(double* __restrict x, double* __restrict y, int n) {
#pragma omp parallel
  {
#pragma omp for schedule(dynamic) nowait
    for (int i = 0; i < n; ++i) x[i] *= 2;
#pragma omp for schedule(dynamic)
    for (int i = 0; i < n; ++i) y[i] += x[i];
  }
}
