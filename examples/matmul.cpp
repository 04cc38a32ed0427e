// Dense matrix product, row-major storage.
//
//     matmul [N]

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

// C = A * B for square matrices of order n.
void multiply(const double* a, const double* b, double* c, int n) {
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
            double sum = 0.0;
            for (int k = 0; k < n; ++k) {
                sum += a[i * n + k] * b[k * n + j];
            }
            c[i * n + j] = sum;
        }
    }
}

// B = A^T, so that the rows of one matrix can be multiplied with the rows of another.
void transpose(const double* a, double* b, int n) {
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
            b[j * n + i] = a[i * n + j];
        }
    }
}

// y = A * x.
void apply(const double* a, const double* x, double* y, int n) {
    for (int i = 0; i < n; ++i) {
        double sum = 0.0;
        for (int j = 0; j < n; ++j) {
            sum += a[i * n + j] * x[j];
        }
        y[i] = sum;
    }
}

namespace {

std::vector<double> random_matrix(int n, unsigned seed) {
    std::mt19937 engine(seed);
    std::uniform_real_distribution<double> entry(-1.0, 1.0);
    std::vector<double> matrix(static_cast<std::size_t>(n) * n);
    for (double& value : matrix) {
        value = entry(engine);
    }
    return matrix;
}

// Freivalds' test: the largest component of A(Bx) - Cx for a vector x of ones and minus ones.
double residual(const std::vector<double>& a, const std::vector<double>& b,
                const std::vector<double>& c, int n) {
    std::vector<double> x(n), bx(n), abx(n), cx(n);
    for (int i = 0; i < n; ++i) {
        x[i] = i % 3 == 0 ? -1.0 : 1.0;
    }
    apply(b.data(), x.data(), bx.data(), n);
    apply(a.data(), bx.data(), abx.data(), n);
    apply(c.data(), x.data(), cx.data(), n);
    double largest = 0.0;
    for (int i = 0; i < n; ++i) {
        largest = std::fmax(largest, std::fabs(abx[i] - cx[i]));
    }
    return largest;
}

}  // namespace

int main(int argc, char** argv) {
    const int n = argc > 1 ? std::atoi(argv[1]) : 600;
    if (n < 1 || n > 20000) {
        std::fprintf(stderr, "usage: %s [N >= 1]\n", argv[0]);
        return 2;
    }

    const std::vector<double> a = random_matrix(n, 1);
    const std::vector<double> b = random_matrix(n, 2);
    std::vector<double> c(a.size());
    std::vector<double> transposed(a.size());

    const auto start = std::chrono::steady_clock::now();
    multiply(a.data(), b.data(), c.data(), n);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    transpose(c.data(), transposed.data(), n);

    double trace = 0.0;
    for (int i = 0; i < n; ++i) {
        trace += transposed[static_cast<std::size_t>(i) * n + i];
    }
    std::printf("n = %d: %.3f s, %.2f Gflop/s\n", n, elapsed.count(),
                2e-9 * n * n * n / elapsed.count());
    std::printf("trace %.9f, residual %.3e\n", trace, residual(a, b, c, n));
    return 0;
}
