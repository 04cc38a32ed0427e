// expect: not-proved
void kernel(double* x, int n) {
#pragma omp parallel for ordered(1)
  for (int i = 1; i < n; ++i) {
#pragma omp ordered depend(sink : i - 1)
    x[i] += x[i - 1];
#pragma omp ordered depend(source)
  }
}
