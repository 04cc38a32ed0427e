// Only sizes above zero come to the loop.
// expect: not-proved
// --- original
void kernel(double* x, unsigned n) {
  if (n == 0) return;
  for (unsigned i = 0; i <= n - 1; ++i) x[i] = 0;
}
// --- candidate
void kernel(double* x, unsigned n) {
  if (n == 0) return;
#pragma omp parallel for
  for (unsigned i = 0; i < n; ++i) x[i] = 0;
}
