// expect: refuted private-read-before-write
void kernel(double* x, int n, double factor) {
#pragma omp parallel for private(factor)
  for (int i = 0; i < n; ++i) x[i] *= factor;
}
