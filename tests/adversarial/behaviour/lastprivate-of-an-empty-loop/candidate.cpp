int kernel(int n, const int* x, int last) {
#pragma omp parallel for lastprivate(last)
  for (int i = 0; i < n; ++i) {
    last = x[i];
  }
  return last;
}
