// The helper's own variable belongs to each thread that calls it.
// expect: not-proved
// --- original
void kernel(double* x, int n) {
  for (int i = 0; i < n; ++i) x[i] = x[i] * x[i];
}
// --- candidate
static void squares(double* x, int n) {
  double t;
#pragma omp for
  for (int i = 0; i < n; ++i) {
    t = x[i];
    x[i] = t * t;
  }
}
void kernel(double* x, int n) {
#pragma omp parallel
  squares(x, n);
}
