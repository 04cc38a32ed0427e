// expect: not-proved
void kernel(double* x, int n) {
  const int step = 3;
#pragma omp parallel for default(none) shared(x, n)
  for (int i = 0; i < n; ++i) x[i] += step;
}
