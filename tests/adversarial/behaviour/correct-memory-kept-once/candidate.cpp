void kernel(int n, const int* x, long* y) {
  static const int* factor = new int(3);
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    y[i] = *factor * x[i];
  }
}
