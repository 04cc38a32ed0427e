// expect: refuted different-iterations
// --- original
void kernel(double* x, unsigned n) {
  for (unsigned i = 0; i + 1 < n; ++i) x[i] = 0;
}
// --- candidate
void kernel(double* x, unsigned n) {
#pragma omp parallel for
  for (unsigned i = 0; i < n - 1; ++i) x[i] = 0;
}
