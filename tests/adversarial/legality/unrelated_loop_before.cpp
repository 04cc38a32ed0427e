// The loop that clears the table has nothing to do with the one that is shared out.
// expect: not-proved
// --- original
int kernel(const int* x, int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i) sum += x[i];
  return sum;
}
// --- candidate
int kernel(const int* x, int n) {
  int part[8];
  for (int i = 0; i < 8; ++i) part[i] = 0;
#pragma omp parallel for
  for (int k = 0; k < 8; ++k) {
    for (int i = k; i < n; i += 8) part[k] += x[i];
  }
  int sum = 0;
  for (int i = 0; i < 8; ++i) sum += part[i];
  return sum;
}
