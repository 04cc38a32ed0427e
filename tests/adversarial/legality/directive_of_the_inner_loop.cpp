// A directive between a header and its loop body is no part of the header.
// expect: proved
// --- original
void kernel(double* __restrict x, int n) {
    for (int t = 0; t < 10; ++t)
        for (int i = 0; i < n; ++i) x[i] += t;
}
// --- candidate
void kernel(double* __restrict x, int n) {
    for (int t = 0; t < 10; ++t)
#pragma omp parallel for
        for (int i = 0; i < n; ++i) x[i] += t;
}
