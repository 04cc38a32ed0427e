// expect: not-proved
#include <vector>

double kernel(const std::vector<double>& values, int n) {
    double total = 0.0;
#pragma omp parallel for
    for (int i = 0; i < n; ++i) {
        const double term = values[i] * values[i];
#pragma omp atomic
        total += term;
    }
    return total;
}
