void kernel(int n, double* y) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    y[i] = 1.0;
  }
}
