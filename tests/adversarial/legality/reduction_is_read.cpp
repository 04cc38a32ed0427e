// expect: refuted reduction-read
void kernel(const double* x, double* __restrict out, int n) {
  double sum = 0;
#pragma omp parallel for reduction(+ : sum)
  for (int i = 0; i < n; ++i) {
    sum += x[i];
    out[i] = sum;
  }
}
