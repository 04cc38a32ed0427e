// Sums in memory: behind pointers, in members, in elements that stay the same. A mark says for which
// places variables may stand in the loop below it, and "guarded" or "if it runs" what that needs.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

struct Sums {
    double first, second;
};

struct Flags {
    unsigned seen;
    bool all_positive;
};

struct Bits {
    unsigned low : 3;
    unsigned high : 5;
};

union Either {
    double number;
    float pair[2];
};

static Sums overall;
static double by_kind[4];

void total_behind(const double* x, int n, double* sum) {
    // replaces *sum, guarded, if it runs
    for (int i = 0; i < n; i++) *sum += x[i];
}

void counted_behind(const double* x, int n, int* count) {
    *count = 0;
    // replaces *count
    for (int i = 0; i < n; i++) {
        if (x[i] > 3.0) ++*count;
    }
}

// Whether there is a number to count in is not known where no element is counted.
void counted_perhaps(const double* x, int n, int* count) {
    for (int i = 0; i < n; i++) {
        if (x[i] > 3.0) ++*count;
    }
}

// What is most is a number, and no run-time test is needed for that.
void norms_behind(const double* r, int rows, int columns, double* norm, double* most) {
    double s = 0.0;
    *most = 0.0;
    // replaces *most, guarded
    for (int i = 1; i < rows - 1; i++) {
        for (int j = 1; j < columns - 1; j++) {
            s += r[i * columns + j] * r[i * columns + j];
            double a = std::fabs(r[i * columns + j]);
            if (a > *most) *most = a;
        }
    }
    *norm = std::sqrt(s);
}

void highest_behind(const std::vector<double>& x, double* most) {
    // replaces *most, guarded, if it runs
    for (double v : x) *most = std::max(*most, v);
}

void moments_behind(const float* x, long n, Sums* sums) {
    // replaces sums->first sums->second, if it runs
    for (long i = 0; i < n; ++i) {
        sums->first += x[i];
        sums->second += x[i] * x[i];
    }
}

struct Meter {
    double total = 0;
    long seen = 0;
    double range[2] = {1e300, -1e300};
    std::vector<double> readings;

    void add_all(const std::vector<double>& values) {
        // replaces total seen, guarded
        for (std::size_t i = 0; i < values.size(); ++i) {
            total += values[i];
            ++this->seen;
        }
    }

    void widen() {
        // replaces range[0] range[1]
        for (double v : readings) {
            if (v < range[0]) range[0] = v;
            if (v > range[1]) range[1] = v;
        }
    }

    // The readings may be this meter's own, which are elsewhere.
    void add_those_of(const Meter& other) {
        // replaces total, guarded
        for (std::size_t i = 0; i < other.readings.size(); ++i) total += other.readings[i];
    }
};

void sums_in_elements(const std::vector<double>& x, std::vector<double>& sums) {
    // replaces sums[0] sums[1], guarded, if it runs
    for (std::size_t i = 0; i < x.size(); ++i) {
        sums[0] += x[i];
        sums[1] += x[i] * x[i];
    }
}

void flags_of(const std::vector<int>& values, Flags& flags) {
    // replaces flags.seen flags.all_positive, guarded
    for (std::size_t i = 0; i < values.size(); ++i) {
        flags.seen |= values[i];
        flags.all_positive = flags.all_positive && values[i] > 0;
    }
}

void of_the_program(const std::vector<double>& x) {
    // replaces overall.first by_kind[2], guarded
    for (std::size_t i = 0; i < x.size(); ++i) {
        overall.first += x[i];
        by_kind[2] *= x[i];
    }
}

// Elements that are written may be where the sum is.
void scaled_and_summed(double* x, int n, double* sum) {
    // replaces *sum, guarded, if it runs
    for (int i = 0; i < n; i++) {
        x[i] *= 0.5;
        *sum += x[i];
    }
}

// Bytes may be parts of any object.
void packed_and_summed(const int* x, int n, unsigned char* low, double* sum) {
    // replaces *sum, guarded, if it runs
    for (int i = 0; i < n; i++) {
        low[i] = static_cast<unsigned char>(x[i]);
        *sum += x[i];
    }
}

void sum_of_row(const double* x, int columns, int row, double* sums) {
    // replaces sums[row], guarded, if it runs
    for (int j = 0; j < columns; j++) sums[row] += x[j];
}

// --- what is no sum, or may be written in another way ---------------------------------------------

// Every iteration uses the sum so far.
void running_behind(const double* x, int n, double* sum, double* so_far) {
    // replaces *sum, guarded, if it runs
    for (int i = 0; i < n; i++) {
        *sum += x[i];
        so_far[i] = *sum;
    }
}

void moving_on(const double* x, int n, double* out) {
    for (int i = 0; i < n; i++) *out++ += x[i];
}

void into_its_first(double* a, int n) {
    for (int i = 0; i < n; i++) a[0] += a[i];
}

void of_scattered(double* const* places, int n, double* sum) {
    for (int i = 0; i < n; i++) *sum += *places[i];
}

void where_it_says(const double* x, int n, double* sums, int* where) {
    // replaces *where, if it runs
    for (int i = 0; i < n; i++) {
        sums[*where] += x[i];
        if (x[i] < 0.0) ++*where;
    }
}

void under_another_name(const double* x, int n, double* sum) {
    double& same = *sum;
    for (int i = 0; i < n; i++) {
        same += x[i];
        *sum += 1.0;
    }
}

void either_way(const std::vector<float>& x, Either& either) {
    for (std::size_t i = 0; i < x.size(); ++i) {
        either.number += x[i];
        either.pair[0] += x[i];
    }
}

void of_few_bits(const std::vector<unsigned>& x, Bits& bits) {
    for (std::size_t i = 0; i < x.size(); ++i) bits.low += x[i];
}

double first_so_far(double v) { return v * overall.first; }

void by_way_of_a_function(const std::vector<double>& x) {
    for (std::size_t i = 0; i < x.size(); ++i) overall.first += first_so_far(x[i]);
}

void turned_around(const double* x, int n, double* sum) {
    // replaces *sum, guarded, if it runs
    for (int i = 0; i < n; i++) *sum = x[i] - *sum;
}

void truncated_behind(const double* x, int n, int* sum) {
    // replaces *sum, if it runs
    for (int i = 0; i < n; i++) *sum += x[i];
}

#define ADD(amount) *sum += (amount)

void in_other_words(const double* x, int n, double* sum) {
    for (int i = 0; i < n; i++) ADD(x[i]);
}
