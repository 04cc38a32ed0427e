// expect: not-proved
// --- original
void kernel(double* x, int n, int rounds) {
  double sum = 0;
  for (int t = 0; t < rounds; ++t) {
    sum = 0;
    for (int i = 0; i < n; ++i) sum += x[i];
    const double mean = sum / n;
    for (int i = 0; i < n; ++i) x[i] -= mean;
  }
}
// --- candidate
void kernel(double* x, int n, int rounds) {
  double sum = 0;
#pragma omp parallel
  for (int t = 0; t < rounds; ++t) {
#pragma omp single
    sum = 0;
#pragma omp for reduction(+ : sum)
    for (int i = 0; i < n; ++i) sum += x[i];
    const double mean = sum / n;
#pragma omp for
    for (int i = 0; i < n; ++i) x[i] -= mean;
  }
}
