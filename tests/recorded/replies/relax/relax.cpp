// Gauss-Seidel sweeps over a line: every value uses its left neighbour's new one.
void relax(double* u, const double* f, int n, int sweeps) {
    for (int s = 0; s < sweeps; ++s) {
        for (int i = 1; i < n - 1; ++i) {
            u[i] = 0.5 * (u[i - 1] + u[i + 1] - f[i]);
        }
    }
}
