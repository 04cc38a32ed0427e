// expect: not-proved
// --- original
void kernel(double* x, int n) {
  for (int i = 0; i < n; ++i) x[i] = 2 * x[i] + 1;
}
// --- candidate
void kernel(double* x, int n) {
#pragma omp parallel for
  for (int i = 0; i < n / 2; ++i) x[i] = 2 * x[i] + 1;
#pragma omp parallel for
  for (int i = n / 2; i < n; ++i) x[i] = 2 * x[i] + 1;
}
