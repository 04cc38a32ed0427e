// expect: refuted no-barrier
void kernel(double* x, int n) {
  double sum = 0;
#pragma omp parallel
  {
#pragma omp for nowait reduction(+ : sum)
    for (int i = 0; i < n; ++i) sum += x[i];
    const double mean = sum / n;
#pragma omp for
    for (int i = 0; i < n; ++i) x[i] -= mean;
  }
}
