// expect: not-proved
int kernel(const int* x, int n) {
  int count = 0;
#pragma omp parallel
  {
    int mine = 0;
#pragma omp for nowait
    for (int i = 0; i < n; ++i) mine += x[i];
#pragma omp atomic
    count += mine;
  }
  return count;
}
