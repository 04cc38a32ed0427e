// expect: refuted shared-temporary
// --- original
void kernel(double* x, int n) {
  for (int i = 0; i < n; ++i) x[i] = x[i] * x[i];
}
// --- candidate
static void squares(double* x, int n) {
  double t;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    t = x[i];
    x[i] = t * t;
  }
}
void kernel(double* x, int n) { squares(x, n); }
