// expect: refuted changes-run-time
// --- original
void kernel(double* x, int n) {
  for (int i = 0; i < n; ++i) x[i] = 0;
}
// --- candidate
extern "C" void omp_set_num_threads(int);
void kernel(double* x, int n) {
  omp_set_num_threads(4);
#pragma omp parallel for
  for (int i = 0; i < n; ++i) x[i] = 0;
}
