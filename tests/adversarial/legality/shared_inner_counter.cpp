// expect: refuted shared-temporary
void kernel(double* x, int n) {
  int j;
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    for (j = 0; j < 10; ++j) x[i * 10 + j] = 0;
}
