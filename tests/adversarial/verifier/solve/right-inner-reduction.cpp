// right: the sum over the row's known part is a reduction
// Solves L x = b by forward substitution; x holds b before and the solution after.
void solve_lower(int n, const float* lower, double* x) {
  for (int i = 0; i < n; ++i) {
    double rest = x[i];
#pragma omp parallel for reduction(- : rest) if (i > 256)
    for (int j = 0; j < i; ++j) {
      rest -= lower[i * n + j] * x[j];
    }
    x[i] = rest / lower[i * n + i];
  }
}
