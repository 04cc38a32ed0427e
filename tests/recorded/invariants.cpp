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

// How far the call reaches from a pointer is not known: the loop may write there.
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

static double gain = 2.0;

static double gain_of(int n) {
    double product = 1.0;
    for (int i = 0; i < n; ++i) product *= gain;
    return product;
}

// The loop writes a variable that the call reads without naming it.
void gained(double* y, int n, int m) {
    for (int i = 0; i < n; ++i) {
        y[i] = y[i] * gain_of(m);
        gain = gain + 0.001;
    }
}

static double careful_sum(const std::vector<double>& v) {
    double sum = 0.0;
    for (std::size_t i = 0; i < v.size(); ++i) sum += v.at(i);
    return sum;
}

// An exception would come before what the first iteration does.
void checked(std::vector<double>& out, const std::vector<double>& x) {
    for (std::size_t i = 0; i < x.size(); ++i) {
        out[i] = 0.0;
        out[i] = x[i] / careful_sum(x);
    }
}

// The argument belongs to the iteration.
void own_rows(std::vector<double>& out, int n) {
    for (int i = 0; i < n; ++i) {
        const double row[2] = {1.0 * i, 2.0};
        out[i] = sum_of(row, 2);
    }
}

// The vector that the call reads grows.
void grown(std::vector<double>& x, int n) {
    for (int i = 0; i < n; ++i) {
        x.push_back(length_of(x));
    }
}

// In the inner loop the call is invariant: the outer one is not shared out by that.
void rows_decayed(std::vector<double>& y, const std::vector<double>& rates, int n, int m) {
    for (int i = 0; i < n; ++i) {
        for (int j = 1; j < m; ++j) {
            y[j] = y[j - 1] * std::exp(-rates[i]);
        }
    }
}
