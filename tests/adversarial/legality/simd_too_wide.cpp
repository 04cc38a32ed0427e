// expect: refuted flow-dependence
void kernel(double* x, int n) {
#pragma omp simd safelen(8)
  for (int i = 4; i < n; ++i) x[i] += x[i - 4];
}
