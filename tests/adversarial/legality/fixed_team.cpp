// expect: not-proved
void kernel(double* x, int n) {
#pragma omp parallel for num_threads(2)
  for (int i = 0; i < n; ++i) x[i] = 0;
}
