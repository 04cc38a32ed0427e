// m += scale * x * transposed(x)
void rank_one(float* m, int n, const double* x, double scale) {
#pragma omp parallel for
  for (int j = 0; j < n; j++) {
    for (int i = 0; i < n; i++) {
      m[j * n + i] += (float)(scale * x[i] * x[j]);
    }
  }
}
