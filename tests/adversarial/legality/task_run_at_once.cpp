// expect: not-proved
double kernel(const double* x, int n) {
  double sum = 0;
  double result = 0;
#pragma omp parallel
#pragma omp single
  {
#pragma omp task shared(sum) if (0)
    for (int i = 0; i < n; ++i) sum += x[i];
    result = sum;
  }
  return result;
}
