// family: float
// refused: serial-elision; equivalence; coverage; dependence-recording different-result
// why: multiplies with the rounded reciprocal
// Solves L x = b by forward substitution; x holds b before and the solution after.
void solve_lower(int n, const float* lower, double* x) {
  for (int j = 0; j < n; ++j) {
    const float inverse = 1.0f / lower[j * n + j];
    x[j] *= inverse;
    const double known = x[j];
#pragma omp parallel for
    for (int i = j + 1; i < n; ++i) {
      x[i] -= lower[i * n + j] * known;
    }
  }
}
