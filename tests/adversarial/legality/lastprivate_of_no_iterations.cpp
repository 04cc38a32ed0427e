// expect: not-proved
double kernel(double* x, int n) {
  double t = 0;
#pragma omp parallel for lastprivate(t)
  for (int i = 0; i < n; ++i) {
    t = x[i] * 2;
    x[i] = t;
  }
  return t;
}
