// expect: proved
// --- original
void kernel(double* x, int n, int s) {
    for (int i = 0; i < n; i += s) x[i] = 0;
}
// --- candidate
void kernel(double* x, int n, int s) {
    if (s > 0 && s <= 1048576) {
#pragma omp parallel for
        for (int i = 0; i < n; i += s) x[i] = 0;
    } else {
        for (int i = 0; i < n; i += s) x[i] = 0;
    }
}
