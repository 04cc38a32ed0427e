// expect: refuted shared-temporary
void kernel(double* x, int n) {
  double t;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    t = x[i] * 2;
    x[i] = t + 1;
  }
}
