// The index moves on between the two uses: they are of different elements.
// expect: not-proved
void kernel(double* x, int n) {
  double sums[2] = {0, 0};
#pragma omp parallel
  {
    int now = 0;
#pragma omp single nowait
    sums[now] = 1;
    now = 1;
    double mine = sums[now];
#pragma omp for
    for (int i = 0; i < n; ++i) x[i] += mine;
  }
}
