// expect: proved
// assumes: no-overlap
// With the clause false, the one thread of the team still sums into a copy of `total`.
void kernel(double& total, const double* values, int n) {
#pragma omp parallel for reduction(+ : total) if ((values + n <= &total || &total + 1 <= values))
    for (int i = 0; i < n; ++i) total += values[i];
}
