// expect: not-proved
double kernel(const double* x, int n) {
  double sum = 0;
#pragma omp parallel for num_threads(1)
  for (int i = 0; i < n; ++i) sum += x[i];
  return sum;
}
