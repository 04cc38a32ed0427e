// expect: not-proved
// assumes: evaluated-more-often
bool kernel(const int* x, int n) {
  bool found = false;
#pragma omp parallel for reduction(| : found)
  for (int i = 0; i < n; ++i) found = found || x[i] > 3;
  return found;
}
