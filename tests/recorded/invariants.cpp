// Loops with calls that give the same value in every iteration, or that only seem to.
#include <cmath>
#include <cstddef>
#include <vector>

static double length_of(const std::vector<double>& v) {
    double sum = 0.0;
    for (double one : v) sum += one * one;
    return std::sqrt(sum);
}

static double sum_of(const double* v, int n) {
    double sum = 0.0;
    for (int i = 0; i < n; ++i) sum += v[i];
    return sum;
}

// The rest is independent: the loop is shared out as well.
void divided_by_length(std::vector<double>& out, const std::vector<double>& x) {
    for (std::size_t i = 0; i < x.size(); ++i) {
        out[i] = x[i] / length_of(x);
    }
}

// Nothing aliases two numbers; but `std::exp` may set `errno`.
void decayed(double* __restrict y, const double* __restrict x, int n, double rate, double time) {
    for (int i = 0; i < n; ++i) {
        y[i] = x[i] * std::exp(-rate * time);
    }
}

// Each element is made of the one before: the loop stays serial.
void low_passed(std::vector<double>& y, const std::vector<double>& x, double rate) {
    for (std::size_t i = 1; i < y.size(); ++i) {
        const double kept = std::exp(-rate);
        y[i] = kept * y[i - 1] + (1.0 - std::exp(-rate)) * x[i];
    }
}

// Pointers that may overlap, and a call that stands in two places.
void weighted_by_sum(double* out, const double* x, const double* w, int n, int m) {
    for (int i = 0; i < n; ++i) {
        const double part = x[i] / sum_of(w, m);
        if (part > 0.5) out[i] = part - sum_of(w, m);
    }
}

// The loop writes what the call reads.
void divided_by_own_length(std::vector<double>& x) {
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = x[i] / length_of(x);
    }
}

// Made only in some iterations, perhaps in none.
void divided_now_and_then(std::vector<double>& out, const std::vector<double>& x) {
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (x[i] > 0.0) out[i] = out[i] / length_of(x);
    }
}

// Another argument in every iteration.
void powers_of_steps(double* y, int n, double base) {
    for (int i = 0; i < n; ++i) {
        const double exponent = 0.5 * i;
        y[i] = std::pow(base, exponent);
    }
}

// An iteration may leave before the call.
double first_above_length(const std::vector<double>& x) {
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (x[i] < 0.0) break;
        if (x[i] > length_of(x)) return x[i];
    }
    return 0.0;
}
