// expect: refuted tasks-conflict
double kernel(const double* x, int n) {
  double sum = 0;
#pragma omp parallel
#pragma omp single
  {
#pragma omp task
    for (int i = 0; i < n / 2; ++i) sum += x[i];
#pragma omp task
    for (int i = n / 2; i < n; ++i) sum += x[i];
  }
  return sum;
}
