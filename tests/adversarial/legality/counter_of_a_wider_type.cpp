// expect: not-proved
// --- original
void kernel(double* x, int n) {
  for (int i = 0; i < n; ++i) x[i] = 0;
}
// --- candidate
void kernel(double* x, int n) {
#pragma omp parallel for
  for (long i = 0; i < n; ++i) x[i] = 0;
}
