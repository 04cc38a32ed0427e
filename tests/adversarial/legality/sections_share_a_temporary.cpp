// expect: refuted sections-conflict
void kernel(double* x, double* y, int n) {
  double t = 0;
#pragma omp parallel sections
  {
#pragma omp section
    {
      t = x[0];
      y[0] = t * t;
    }
#pragma omp section
    {
      t = x[1];
      y[1] = t * t;
    }
  }
  for (int i = 2; i < n; ++i) y[i] = x[i];
}
