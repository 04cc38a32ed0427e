// Power iteration on a sparse matrix in compressed row storage.
//
//     spmv [ROWS [ITERATIONS]]

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

// y = A * x. The entries of row i are at row_start[i] .. row_start[i + 1].
void multiply(const std::vector<int>& row_start, const std::vector<int>& column,
              const std::vector<double>& value, const std::vector<double>& x,
              std::vector<double>& y, int rows) {
    for (int i = 0; i < rows; ++i) {
        double sum = 0.0;
        for (int k = row_start[i]; k < row_start[i + 1]; ++k) {
            sum += value[k] * x[column[k]];
        }
        y[i] = sum;
    }
}

double dot(const std::vector<double>& a, const std::vector<double>& b, int n) {
    double sum = 0.0;
    for (int i = 0; i < n; ++i) {
        sum += a[i] * b[i];
    }
    return sum;
}

// x = factor * y.
void scale(std::vector<double>& x, const std::vector<double>& y, double factor, int n) {
    for (int i = 0; i < n; ++i) {
        x[i] = factor * y[i];
    }
}

namespace {

struct SparseMatrix {
    int rows = 0;
    std::vector<int> row_start;
    std::vector<int> column;
    std::vector<double> value;
};

// A diagonally dominant matrix with a few to a few dozen entries in a row, most near the diagonal.
SparseMatrix random_matrix(int rows) {
    std::mt19937 engine(7);
    std::uniform_int_distribution<int> length(4, 40);
    std::normal_distribution<double> offset(0.0, 200.0);
    std::uniform_real_distribution<double> entry(0.0, 0.1);

    SparseMatrix matrix;
    matrix.rows = rows;
    matrix.row_start.push_back(0);
    for (int i = 0; i < rows; ++i) {
        matrix.column.push_back(i);
        matrix.value.push_back(4.0);
        for (int k = length(engine); k > 0; --k) {
            const int j = i + static_cast<int>(offset(engine));
            if (j >= 0 && j < rows && j != i) {
                matrix.column.push_back(j);
                matrix.value.push_back(entry(engine));
            }
        }
        matrix.row_start.push_back(static_cast<int>(matrix.column.size()));
    }
    return matrix;
}

}  // namespace

int main(int argc, char** argv) {
    const int rows = argc > 1 ? std::atoi(argv[1]) : 400000;
    const int iterations = argc > 2 ? std::atoi(argv[2]) : 40;
    if (rows < 1 || iterations < 1 || rows > 40000000) {
        std::fprintf(stderr, "usage: %s [ROWS [ITERATIONS]]\n", argv[0]);
        return 2;
    }

    const SparseMatrix a = random_matrix(rows);
    std::vector<double> x(rows, 1.0 / std::sqrt(static_cast<double>(rows)));
    std::vector<double> y(rows);
    double eigenvalue = 0.0;

    const auto start = std::chrono::steady_clock::now();
    for (int t = 0; t < iterations; ++t) {
        multiply(a.row_start, a.column, a.value, x, y, rows);
        eigenvalue = dot(x, y, rows);
        scale(x, y, 1.0 / std::sqrt(dot(y, y, rows)), rows);
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;

    std::printf("%d rows, %zu entries, %d iterations: %.3f s\n", rows, a.value.size(), iterations,
                elapsed.count());
    std::printf("largest eigenvalue about %.12f\n", eigenvalue);
    return 0;
}
