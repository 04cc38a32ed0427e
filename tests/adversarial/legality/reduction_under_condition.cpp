// expect: proved
// --- original
void kernel(double& total, const double* values, int n) {
    for (int i = 0; i < n; ++i) total += values[i];
}
// --- candidate
void kernel(double& total, const double* values, int n) {
    if ((values + n <= &total || &total + 1 <= values)) {
#pragma omp parallel for reduction(+ : total)
        for (int i = 0; i < n; ++i) total += values[i];
    } else {
        for (int i = 0; i < n; ++i) total += values[i];
    }
}
