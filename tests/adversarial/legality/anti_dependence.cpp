// expect: refuted anti-dependence
void kernel(double* x, int n) {
#pragma omp parallel for
  for (int i = 0; i < n - 1; ++i) x[i] = x[i + 1];
}
