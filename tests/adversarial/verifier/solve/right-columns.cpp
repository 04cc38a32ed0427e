// right: by columns: each x is subtracted from all later ones, in the same order
// Solves L x = b by forward substitution; x holds b before and the solution after.
void solve_lower(int n, const float* lower, double* x) {
  for (int j = 0; j < n; ++j) {
    x[j] = x[j] / lower[j * n + j];
    const double known = x[j];
#pragma omp parallel for
    for (int i = j + 1; i < n; ++i) {
      x[i] -= lower[i * n + j] * known;
    }
  }
}
