// Only one iteration writes: the keys differ.
// expect: not-proved
int kernel(const int* key, int n, int wanted) {
  int at = -1;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    if (key[i] == wanted) at = i;
  }
  return at;
}
