// expect: not-proved
bool kernel(const int* x, int n) {
  bool found = false;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    if (x[i] == 7) {
#pragma omp atomic write
      found = true;
    }
  }
  return found;
}
