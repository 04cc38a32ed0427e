// expect: refuted different-iterations
// --- original
void kernel(double* __restrict u, double* __restrict v, int n, int steps) {
    for (int t = 0; t < steps; ++t) {
        for (int i = 1; i + 1 < n; ++i) v[i] = u[i - 1] + u[i + 1];
        for (int i = 1; i + 1 < n; ++i) u[i] = v[i];
    }
}
// --- candidate
void kernel(double* __restrict u, double* __restrict v, int n, int steps) {
    for (int t = 0; t < steps; ++t) {
#pragma omp parallel for
        for (int i = 1; i < (n > 1 ? n - 1 : 0); ++i) v[i] = u[i - 1] + u[i + 1];
#pragma omp parallel for
        for (int i = 1; i < (n > 1 ? n : 0); ++i) u[i] = v[i];
    }
}
