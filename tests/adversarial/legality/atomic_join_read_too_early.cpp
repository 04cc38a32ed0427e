// expect: refuted mixed-atomic
// --- original
void kernel(const int* x, int* __restrict y, int n) {
  int count = 0;
  for (int i = 0; i < n; ++i) count += x[i];
  for (int i = 0; i < n; ++i) y[i] = count;
}
// --- candidate
void kernel(const int* x, int* __restrict y, int n) {
  int count = 0;
#pragma omp parallel
  {
    int mine = 0;
#pragma omp for
    for (int i = 0; i < n; ++i) mine += x[i];
#pragma omp atomic
    count += mine;
#pragma omp for
    for (int i = 0; i < n; ++i) y[i] = count;
  }
}
