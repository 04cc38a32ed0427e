int kernel(int n, const double* x) {
  int bad = 0;
#pragma omp parallel for reduction(max : bad)
  for (int i = 0; i < n; ++i) {
    if (!(x[i] >= 0.0)) bad = 1;
  }
  return bad;
}
