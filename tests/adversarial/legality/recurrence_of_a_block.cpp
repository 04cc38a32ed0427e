// expect: refuted flow-dependence
void kernel(double* x, int n) {
#pragma omp parallel for schedule(static, 4)
  for (int i = 4; i < n; ++i) x[i] += x[i - 4];
}
