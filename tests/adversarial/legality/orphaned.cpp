// expect: not-proved
void kernel(double* x, int n) {
#pragma omp for
  for (int i = 0; i < n; ++i) x[i] = 0;
}
