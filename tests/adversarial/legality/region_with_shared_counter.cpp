// expect: refuted shared-write-in-region
void kernel(double* x, int n, int rounds) {
  int t;
#pragma omp parallel
  for (t = 0; t < rounds; ++t) {
#pragma omp for
    for (int i = 0; i < n; ++i) x[i] += 1;
  }
}
