// expect: refuted unprotected-access
int kernel(const int* x, int n) {
  int count = 0;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
#pragma omp critical(one)
    count += x[i];
#pragma omp critical(other)
    count += x[i] / 2;
  }
  return count;
}
