// expect: refuted shared-write-in-region
void kernel(double* x, int n) {
#pragma omp parallel
  for (int i = 0; i < n; ++i) x[i] += 1;
}
