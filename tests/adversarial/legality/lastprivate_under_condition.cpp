// expect: proved
// --- original
double kernel(double* x, int n) {
  double t = 0;
  for (int i = 0; i < n; ++i) {
    t = x[i] * 2;
    x[i] = t;
  }
  return t;
}
// --- candidate
double kernel(double* x, int n) {
  double t = 0;
  if (0 < n) {
#pragma omp parallel for lastprivate(t)
    for (int i = 0; i < n; ++i) {
      t = x[i] * 2;
      x[i] = t;
    }
  }
  return t;
}
