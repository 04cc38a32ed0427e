// expect: not-proved
// --- original
void kernel(double* __restrict x, int n, int s) {
    for (int t = 0; t < n; ++t)
        for (int i = 0; i < n; i += s) x[t * n + i] += t;
}
// --- candidate
void kernel(double* __restrict x, int n, int s) {
#pragma omp parallel for collapse(2)
    for (int t = 0; t < n; ++t)
        for (int i = 0; i < n; i += s) x[t * n + i] += t;
}
