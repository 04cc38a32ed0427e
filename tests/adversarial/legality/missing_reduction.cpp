// expect: refuted missing-reduction
double kernel(const double* x, int n) {
  double sum = 0;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) sum += x[i];
  return sum;
}
