// family: clauses
// refused: legality; dependence-recording conflict; races; equivalence different-result; coverage different-result; dependence-recording different-result
// why: each row needs the solutions of all rows above
// Solves L x = b by forward substitution; x holds b before and the solution after.
void solve_lower(int n, const float* lower, double* x) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    double rest = x[i];
    for (int j = 0; j < i; ++j) {
      rest -= lower[i * n + j] * x[j];
    }
    x[i] = rest / lower[i * n + i];
  }
}
