// Functions for which tests/golden/rules holds what the rules propose.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

double dot(const std::vector<double>& x, const std::vector<double>& y) {
    double sum = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
    return sum;
}

void saxpy(float* y, const float* x, float a, int n) {
    for (int i = 0; i < n; ++i) {
        y[i] += a * x[i];
    }
}

void four_arrays(double* result_values, const double* first_input, const double* second_input,
                 const double* third_input, int count) {
    for (int i = 0; i < count; ++i)
        result_values[i] = first_input[i] + second_input[i] * third_input[i];
}

double last_value(double* a, int n) {
    double t = 0.0;
    for (int i = 0; i < n; ++i) {
        t = a[i];

        a[i] = t * 2.0;
    }
    return t;
}

double last_value_of_many(double* a) {
    double t = 0.0;
    for (int i = 0; i < 100; ++i) {
        t = a[i];
        a[i] = t * 2.0;
    }
    return t;
}

double last_value_in_branch(double* a, unsigned n, bool wanted) {
    double t = 0.0;
    if (wanted)
        for (unsigned i = 0; i < n; ++i) {
            t = a[i];
            a[i] = t * 2.0;
        }
    else
        t = 1.0;
    return t;
}

double last_value_of_unsigned(double* a, std::size_t n) {
    double t = 0.0;
    for (std::size_t i = 1; i < n; ++i) {
        t = a[i];
        a[i] = t * 2.0;
    }
    return t;
}

int counter_after_loop(double* a, int n) {
    int i;
    for (i = 0; i < n; ++i) a[i] = 0.0;
    return i;
}

void histogram(const std::vector<int>& keys, std::vector<int>& counts) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
        ++counts[keys[i]];
    }
}

void small_histogram(const unsigned char* pixels, int n, std::array<int, 256>& counts) {
    for (int i = 0; i < n; ++i) counts[pixels[i]] += 1;
}

void local_histogram(const int* keys, int n, double* out) {
    double bins[16] = {};
    for (int i = 0; i < n; ++i) bins[keys[i]] += 0.5;
    for (int j = 0; j < 16; ++j) out[j] = bins[j];
}

void pointer_histogram(const int* keys, int n, int* counts) {
    for (int i = 0; i < n; ++i) counts[keys[i]] += 1;
}

void clear(double* a, int n, int m) {
    int i, j;
    for (i = 0; i < n; i++)
        for (j = 0; j < m; j++) a[i * m + j] = 0.0;
}

void triangular(double* __restrict a, const double* __restrict b, int n) {
    for (int i = 0; i < n; ++i) {
        double s = 0.0;
        for (int j = 0; j < i; ++j) s += b[j];
        a[i] = s;
    }
}

void heat(std::vector<double>& u, std::vector<double>& v, int n, int steps) {
    for (int t = 0; t < steps; ++t) {
        for (int i = 1; i < n - 1; ++i) v[i] = 0.5 * (u[i - 1] + u[i + 1]);
        for (int i = 1; i < n - 1; ++i) u[i] = v[i];
    }
}

void rounds_from_data(std::vector<double>& u, std::vector<int>& steps, int n) {
    for (int t = 0; t < steps[0]; ++t) {
        for (int i = 0; i < n; ++i) u[i] = u[i] * 0.5 + 1.0;
    }
}

void rows_added(const double* __restrict rows, int n, std::vector<double>& total) {
    for (int row = 0; row < n; ++row) {
        for (std::size_t i = 0; i < total.size(); ++i) total[i] += rows[i];
    }
}

void rounds_with_statement(std::vector<double>& u, int n, int steps) {
    double last = 0.0;
    for (int t = 0; t < steps; ++t) {
        for (int i = 0; i < n; ++i) u[i] = u[i] * 0.5 + 1.0;
        last += u[0];
    }
    u[0] = last;
}

double largest(const std::vector<double>& values) {
    double most = 0.0;
    for (double value : values) most = std::max(most, std::abs(value));
    return most;
}

bool on_one_line(const double* a, int n) { bool ok = true; for (int i = 0; i < n; ++i) if (a[i] < 0.0) ok = false; return ok; }

void else_branch(double* a, int n, bool negate) {
    if (negate) for (int i = 0; i < n; ++i) a[i] = -a[i];
    else a[0] = 0.0;
}

void neighbours(double* __restrict a, const double* __restrict b, int n) {
    for (int i = 0; i + 1 < n; ++i) a[i] = b[i + 1] - b[i];
}

void directive_already(double* a, int n) {
    double s = 0.0;
#pragma omp parallel for reduction(+ : s)
    for (int i = 0; i < n; ++i) s += a[i];
    for (int i = 0; i < n; ++i) a[i] = s;
}

void unrolled_already(double* a, int n) {
#pragma GCC unroll 4
    for (int i = 0; i < n; ++i) a[i] = 0.0;
}

template <typename T>
void generic(T* a, int n) {
    for (int i = 0; i < n; ++i) a[i] = T();
}
template void generic<double>(double*, int);

constexpr int constant_sum(int n) {
    int s = 0;
    for (int i = 0; i < n; ++i) s += i;
    return s;
}

void prefix_sums(std::vector<double>& a) {
    for (std::size_t i = 1; i < a.size(); ++i) a[i] += a[i - 1];
}

void behind_another_pragma(double* a, int n) {
#pragma GCC diagnostic push
    for (int i = 0; i < n; ++i) a[i] = 0.0;
#pragma GCC diagnostic pop
}
