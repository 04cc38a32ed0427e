// A guard that names the two sides in the other order is the same guard.
// expect: proved
// --- original
#include <vector>
void kernel(std::vector<double>& u, const std::vector<double>& v, double* y, const double* x, int n) {
    for (int i = 0; i < n; ++i) y[i] = x[i];
    for (int i = 0; i < n; ++i) u[i] = v[n - i - 1];
}
// --- candidate
#include <vector>
void kernel(std::vector<double>& u, const std::vector<double>& v, double* y, const double* x, int n) {
#pragma omp parallel for if(x + n <= y || y + n <= x)
    for (int i = 0; i < n; ++i) y[i] = x[i];
    if (&v != &u) {
#pragma omp parallel for
        for (int i = 0; i < n; ++i) u[i] = v[n - i - 1];
    } else {
        for (int i = 0; i < n; ++i) u[i] = v[n - i - 1];
    }
}
