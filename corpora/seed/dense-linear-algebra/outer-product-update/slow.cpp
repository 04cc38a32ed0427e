// m += scale * x * transposed(x)
void rank_one(float* m, int n, const double* x, double scale) {
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < n; j++) {
      m[j * n + i] += (float)(scale * x[i] * x[j]);
    }
  }
}
