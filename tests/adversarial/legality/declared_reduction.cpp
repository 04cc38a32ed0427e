// expect: not-proved
int kernel(const int* x, int n) {
  int most = 0;
#pragma omp declare reduction(larger : int : omp_out = omp_in > omp_out ? omp_in : omp_out) \
    initializer(omp_priv = omp_orig)
#pragma omp parallel for reduction(larger : most)
  for (int i = 0; i < n; ++i) {
    if (x[i] > most) most = x[i];
  }
  return most;
}
