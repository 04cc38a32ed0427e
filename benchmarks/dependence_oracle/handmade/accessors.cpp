// Objects with accessors, and functions of one line.
#include <algorithm>
#include <cstddef>
#include <vector>

class Matrix {
public:
    Matrix(int rows, int columns) : rows_(rows), columns_(columns), data_(rows * columns, 1.0) {}
    double& operator()(int i, int j) { return data_[i * columns_ + j]; }
    double operator()(int i, int j) const { return data_[i * columns_ + j]; }
    int rows() const { return rows_; }
    int columns() const { return columns_; }
    std::size_t size() const { return data_.size(); }
    double& operator[](std::size_t i) { return data_[i]; }

private:
    int rows_, columns_;
    std::vector<double> data_;
};

static int flat(int i, int j, int width) { return i * width + j; }
static int folded(int i) { return i / 2; }
static int last(int n) { return n - 1; }
static void put(double* a, int i, double x) { a[i] = x; }

void fills(int n, int m) {
    Matrix x(n, m);
    for (int i = 0; i < x.rows(); ++i) {
        for (int j = 0; j < x.columns(); ++j) {
            x(i, j) = i + j;
        }
    }
}

void transposes_in_place(int n) {
    Matrix x(n, n);
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
            x(i, j) = x(j, i);
        }
    }
}

void of_two_or_of_one(int n, int m, int k) {
    Matrix one(n, m), two(n, m);
    Matrix& to = k > 1 ? one : two;
    const Matrix& from = one;
    for (int i = 1; i < n; ++i) {
        for (int j = 0; j < m; ++j) {
            to(i, j) = from(i - 1, j);
        }
    }
}

void neighbours(int n) {
    Matrix x(1, n);
    for (std::size_t i = 1; i < x.size(); ++i) {
        x[i] = x[i - 1] + 1;
    }
}

void wrong_width(int n, int m) {
    Matrix x(n + 4, m + 4);
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < m + 6; ++j) {
            x[i * m + j] = i;
        }
    }
}

void at_flat_places(double* a, int n, int m) {
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < m; ++j) {
            a[flat(i, j, m)] = 2;
        }
    }
}

void at_swapped_places(double* a, int n, int m) {
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < m; ++j) {
            a[flat(j, i, m)] = i;
        }
    }
}

void at_folded_places(double* a, int n) {
    for (int i = 0; i < n; ++i) {
        a[folded(i)] = i;
    }
}

void up_to_the_last(double* a, double* b, int n) {
    for (int i = 0; i < last(n); ++i) {
        a[i] = b[i + 1];
    }
}

void puts(double* a, const double* b, int n) {
    for (int i = 0; i < n; ++i) {
        put(a, i + 1, b[i]);
    }
}

void puts_at_one_place(double* a, int n, int k) {
    for (int i = 0; i < n; ++i) {
        put(a, k, i);
    }
}

void puts_at_two_places(double* a, int n, int k) {
    for (int i = 0; i < n; ++i) {
        put(a, i, 1);
        put(a, i + k, 2);
    }
}
