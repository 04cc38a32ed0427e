// expect: not-proved
void kernel(double* x, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    static const double weights[3] = {0.25, 0.5, 0.25};
    x[i] *= weights[i % 3];
  }
}
