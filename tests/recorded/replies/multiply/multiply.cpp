#include <vector>

// The product of two square matrices, row by row.
std::vector<double> multiply(const std::vector<double>& a, const std::vector<double>& b, int n) {
    std::vector<double> c(a.size());
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
            double sum = 0.0;
            for (int k = 0; k < n; ++k) {
                sum += a[i * n + k] * b[k * n + j];
            }
            c[i * n + j] = sum;
        }
    }
    return c;
}
