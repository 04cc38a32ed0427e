// expect: refuted unprotected-access
int kernel(const int* x, int n) {
  int most = 0;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    if (x[i] > most) {
#pragma omp critical
      if (x[i] > most) most = x[i];
    }
  }
  return most;
}
