// expect: not-proved
// assumes: no-overlap
int kernel(int* x, int n) {
  static int calls;
#pragma omp parallel for private(calls)
  for (int i = 0; i < n; ++i) {
    calls = i;
    x[i] = calls;
  }
  return calls;
}
