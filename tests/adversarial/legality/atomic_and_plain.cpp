// expect: refuted mixed-atomic
int kernel(const int* x, int n) {
  int count = 0;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
#pragma omp atomic
    count += x[i];
    count += 1;
  }
  return count;
}
