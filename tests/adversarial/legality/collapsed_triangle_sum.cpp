// expect: refuted missing-reduction
long kernel(const int* x, int n) {
  long sum = 0;
#pragma omp parallel for collapse(2)
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) sum += x[i] * x[j];
  }
  return sum;
}
