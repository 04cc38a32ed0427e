// expect: refuted task-not-awaited
double kernel(const double* x, int n) {
  double low = 0;
  double high = 0;
  double result = 0;
#pragma omp parallel
#pragma omp single
  {
#pragma omp task
    for (int i = 0; i < n / 2; ++i) low += x[i];
#pragma omp task
    for (int i = n / 2; i < n; ++i) high += x[i];
    result = low + high;
  }
  return result;
}
