// expect: not-proved
// --- original
void kernel(double* x, int n) {
  for (int i = 0; i < n; ++i) x[i] = 0;
}
// --- candidate
void kernel(double* x, int n) {
  _Pragma("omp parallel for")
  for (int i = 0; i < n; ++i) x[i] = 0;
}
