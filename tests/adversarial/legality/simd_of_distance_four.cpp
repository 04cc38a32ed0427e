// expect: not-proved
void kernel(double* x, int n) {
#pragma omp simd safelen(4)
  for (int i = 4; i < n; ++i) x[i] += x[i - 4];
}
