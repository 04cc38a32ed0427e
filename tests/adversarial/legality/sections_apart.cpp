// expect: not-proved
void kernel(double* x, double* y, int n) {
  double a = 0;
  double b = 0;
#pragma omp parallel sections
  {
#pragma omp section
    a = x[0] * x[0];
#pragma omp section
    b = x[1] * x[1];
  }
  for (int i = 0; i < n; ++i) y[i] = a + b;
}
