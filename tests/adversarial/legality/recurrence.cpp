// expect: refuted flow-dependence
void kernel(double* x, int n) {
#pragma omp parallel for
  for (int i = 1; i < n; ++i) x[i] += x[i - 1];
}
