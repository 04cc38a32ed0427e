// Loops over one range, one behind the other: what may run as one loop, and what may not.
#include <cmath>
#include <cstddef>
#include <vector>

// --- one loop ---

void smoothed_and_squared(int n, const double* x, double* y, double* z) {
    for (int i = 1; i < n - 1; ++i) y[i] = 0.25 * x[i - 1] + 0.5 * x[i] + 0.25 * x[i + 1];
    for (int i = 1; i < n - 1; ++i) z[i] = y[i] * y[i];
}

double weighted(const std::vector<double>& x, std::vector<double>& w) {
    double mass = 0, moment = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double d = x[i] * x[i] + 1.0;
        w[i] = 1.0 / d;
    }
    // How much there is, and where.
    for (std::size_t k = 0; k < x.size(); ++k) mass += w[k];
    for (std::size_t j = 0; j < x.size(); ++j) {
        const double d = w[j] * x[j];
        moment += d * d;
    }
    return moment / mass;
}

void pushed(int steps, int n, double (&u)[4096], double (&v)[4096]) {
    for (int t = 0; t < steps; ++t) {
        for (int i = 0; i < n; ++i) v[i] -= 0.01 * u[i];
        for (int i = 0; i < n; ++i) u[i] += 0.01 * v[i];
    }
}

void each_row_twice(int n, const double (&a)[512][512], double (&b)[512][512], double* sums) {
    int j;
    for (int i = 0; i < n; ++i)
        for (j = 0; j < n; ++j) b[i][j] = std::exp(-a[i][j]);
    for (int i = 0; i < n; ++i) {
        double sum = 0;
        for (j = 0; j < n; ++j) sum += b[i][j];
        sums[i] = sum;
    }
}

// --- several ---

void reads_ahead(int n, const double (&x)[4096], double (&y)[4096], double (&z)[4096]) {
    for (int i = 0; i < n - 1; ++i) y[i] = 2.0 * x[i];
    for (int i = 0; i < n - 1; ++i) z[i] = y[i + 1];
}

void overwrites_what_is_read(int n, double (&x)[4096], double (&y)[4096]) {
    for (int i = 1; i < n; ++i) y[i] = x[i - 1];
    for (int i = 1; i < n; ++i) x[i] = 0.5 * y[i];
}

void other_range(int n, const double (&x)[4096], double (&y)[4096]) {
    for (int i = 0; i < n; ++i) y[i] = 2.0 * x[i];
    for (int i = 1; i < n; ++i) y[i] += x[i];
}

void by_the_sum(int n, const double (&x)[4096], double (&y)[4096]) {
    double sum = 0;
    for (int i = 0; i < n; ++i) sum += x[i];
    for (int i = 0; i < n; ++i) y[i] = x[i] / sum;
}

void leaves_its_last(int n, const double (&x)[4096], double (&y)[4096]) {
    double last = 0;
    for (int i = 0; i < 4096; ++i) last = 2.0 * x[i];
    for (int i = 0; i < 4096; ++i) y[i] = last + x[i];
    y[0] = n;
}

double last_of_either(const double (&x)[4096]) {
    double last = 0;
    for (int i = 0; i < 4096; ++i) last = 2.0 * x[i];
    for (int i = 0; i < 4096; ++i)
        if (x[i] > 0) last = x[i];
    return last;
}

void of_unlike_data(int n, const double (&x)[4096], double (&y)[4096], const int (&a)[4096],
                    int (&b)[4096]) {
    for (int i = 0; i < n; ++i) y[i] = 2.0 * x[i];
    for (int i = 0; i < n; ++i) b[i] = a[i] + 1;
}

void with_something_between(int n, const double (&x)[4096], double (&y)[4096]) {
    for (int i = 0; i < n; ++i) y[i] = 2.0 * x[i];
    y[0] = 1.0;
    for (int i = 0; i < n; ++i) y[i] += x[i];
}

void leaving_out_some(int n, const double (&x)[4096], double (&y)[4096]) {
    for (int i = 0; i < n; ++i) {
        if (x[i] < 0) continue;
        y[i] = std::sqrt(x[i]);
    }
    for (int i = 0; i < n; ++i) y[i] += 1.0;
}

void through_an_index(int n, const int (&p)[4096], const double (&x)[4096], double (&y)[4096],
                      double (&z)[4096]) {
    for (int i = 0; i < n; ++i) y[i] = 2.0 * x[i];
    for (int i = 0; i < n; ++i) z[i] = y[p[i]];
}

void from_where_it_was_left(int n, const double (&x)[4096], double (&y)[4096]) {
    int from = 1;
    for (int i = from; i < 4000; ++i) {
        y[i] = 2.0 * x[i];
        from = i;
    }
    for (int i = from; i < 4000; ++i) y[i] += n;
}
