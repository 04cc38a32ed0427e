#ifdef _OPENMP
#define EXTRA 1
#else
#define EXTRA 0
#endif
void kernel(int n, double a, const double* x, double* y) {
  for (int i = 0; i < n; ++i) {
    y[i] = a * x[i];
  }
  if (EXTRA) y[n] = 1.0;
}
