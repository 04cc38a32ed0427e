// expect: not-proved
double kernel(const double* x, int n) {
  double sum = 0;
#pragma omp parallel
#pragma omp single
  {
#pragma omp task depend(inout : sum)
    for (int i = 0; i < n / 2; ++i) sum += x[i];
#pragma omp task depend(inout : sum)
    for (int i = n / 2; i < n; ++i) sum += x[i];
  }
  return sum;
}
