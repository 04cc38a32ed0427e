// family: undefined
// refused: legality; serial-elision; equivalence; interface; coverage; dependence-recording different-result
// why: promises an alignment that nobody promised: vector loads may fault
// Solves L x = b by forward substitution; x holds b before and the solution after.
void solve_lower(int n, const float* lower, double* x) {
  for (int j = 0; j < n; ++j) {
    x[j] = x[j] / lower[j * n + j];
    const double known = x[j];
    double* rest = x + j + 1;
#pragma omp parallel for simd aligned(rest : 64)
    for (int i = 0; i < n - j - 1; ++i) {
      rest[i] -= lower[(i + j + 1) * n + j] * known;
    }
  }
}
