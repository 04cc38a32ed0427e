// expect: not-proved
int kernel(const int* x, int n) {
  int most = -1;
#pragma omp parallel
  {
    int mine = -1;
#pragma omp for nowait
    for (int i = 0; i < n; ++i) {
      if (x[i] > mine) mine = x[i];
    }
#pragma omp critical
    if (mine > most) most = mine;
  }
  return most;
}
