// An if clause does not change how the iterations are counted: with n = 0 and s = 0 it divides by s.
// expect: proved
// assumes: step
// --- original
void kernel(double* x, int n, int s) {
    for (int i = 0; i < n; i += s) x[i] = 0;
}
// --- candidate
void kernel(double* x, int n, int s) {
    if (s <= 1048576) {
#pragma omp parallel for if(s > 0)
        for (int i = 0; i < n; i += s) x[i] = 0;
    }
}
