// expect: refuted collapse-not-independent
void kernel(double* x, int n, int m) {
#pragma omp parallel for collapse(2)
  for (int i = 0; i < n; ++i)
    for (int j = 1; j < 100; ++j) x[i * 100 + j] += x[i * 100 + j - 1];
}
