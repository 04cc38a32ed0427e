// family: waiting
// refused: legality; dependence-recording conflict; races; equivalence different-result; coverage different-result; dependence-recording different-result
// why: the other threads do not wait for the division
// Solves L x = b by forward substitution; x holds b before and the solution after.
void solve_lower(int n, const float* lower, double* x) {
#pragma omp parallel
  for (int j = 0; j < n; ++j) {
#pragma omp single nowait
    x[j] = x[j] / lower[j * n + j];
#pragma omp for
    for (int i = j + 1; i < n; ++i) {
      x[i] -= lower[i * n + j] * x[j];
    }
  }
}
