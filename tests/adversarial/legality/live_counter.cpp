// expect: refuted lost-last-value
int kernel(double* x, int n) {
  int i;
#pragma omp parallel for
  for (i = 0; i < n; ++i) x[i] = 0;
  return i;
}
