// expect: not-proved
// assumes: no-overlap
// --- original
static double t;
void kernel(double* x, int n) {
  for (int i = 0; i < n; ++i) {
    t = x[i];
    x[i] = t * t;
  }
}
// --- candidate
static double t;
#pragma omp threadprivate(t)
void kernel(double* x, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    t = x[i];
    x[i] = t * t;
  }
}
