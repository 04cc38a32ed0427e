// Scalars: temporaries, values of the last iteration, reductions and what only looks like one.
#include <algorithm>
#include <cmath>
#include <vector>

double temporary(double* a, int n) {
    double t = 0;
    for (int i = 0; i < n; ++i) {
        t = a[i] * a[i];
        a[i] = t + 1;
    }
    return a[0];
}

double last_value(const double* a, int n) {
    double t = -1;
    for (int i = 0; i < n; ++i) {
        t = a[i];
    }
    return t;
}

double last_value_with_continue(const double* a, int n) {
    double t = -1;
    for (int i = 0; i < n; ++i) {
        if (a[i] > 3) continue;
        t = a[i];
    }
    return t;
}

double last_value_of_an_inner_loop(const double* a, int n, int m) {
    double t = -1;
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < m; ++j) {
            t = a[i + j];
        }
    }
    return t;
}

void conditional_temporary(double* a, int n) {
    double t = 0;
    for (int i = 0; i < n; ++i) {
        if (a[i] > 2) t = a[i];
        a[i] = t;
    }
}

void written_on_both_paths(double* a, int n) {
    double t;
    for (int i = 0; i < n; ++i) {
        if (a[i] > 2) {
            t = a[i];
        } else {
            t = 1;
        }
        a[i] = t;
    }
}

void written_by_an_inner_loop(double* a, int n, int m) {
    double t = 0;
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < m; ++j) {
            t = j;
        }
        a[i] = t;
    }
}

double sum(const double* a, int n) {
    double s = 0;
    for (int i = 0; i < n; ++i) {
        s += a[i];
    }
    return s;
}

double sum_that_is_used(double* a, int n) {
    double s = 0;
    for (int i = 0; i < n; ++i) {
        s += a[i];
        a[i] = s;
    }
    return s;
}

double sum_that_is_reset(const double* a, int n) {
    double s = 0;
    for (int i = 0; i < n; ++i) {
        if (a[i] > 4) s = 0;
        s += a[i];
    }
    return s;
}

int two_operators(const int* a, int n) {
    int s = 1;
    for (int i = 0; i < n; ++i) {
        s += a[i];
        s *= 2;
    }
    return s;
}

int sum_or_difference(const int* a, int n) {
    int s = 1;
    for (int i = 0; i < n; ++i) {
        s = a[i] - s;
    }
    return s;
}

int sum_and_difference(const int* a, int n) {
    int s = 1;
    for (int i = 0; i < n; ++i) {
        if (a[i] > 2) {
            s += a[i];
        } else {
            s -= 1;
        }
    }
    return s;
}

double maximum(const double* a, int n) {
    double best = a[0];
    for (int i = 1; i < n; ++i) {
        if (a[i] > best) best = a[i];
    }
    return best;
}

int index_of_maximum(const double* a, int n) {
    double best = a[0];
    int where = 0;
    for (int i = 1; i < n; ++i) {
        if (a[i] > best) {
            best = a[i];
            where = i;
        }
    }
    return where;
}

int counted(const int* a, int n, int k) {
    int count = 0;
    for (int i = 0; i < n; ++i) {
        if (a[i] == k) ++count;
    }
    return count;
}

int position(int* a, int n) {
    int next = 0;
    for (int i = 0; i < n; ++i) {
        if (a[i] > 2) a[next++] = a[i];
    }
    return next;
}

double inner_sum(double* a, const double* b, int n, int m) {
    double s;
    for (int i = 0; i < n; ++i) {
        s = 0;
        for (int j = 0; j < m; ++j) {
            s += b[i * m + j];
        }
        a[i] = s;
    }
    return a[0];
}

double sum_into_a_reference(const double* a, double& s, int n) {
    for (int i = 0; i < n; ++i) {
        s += a[i];
    }
    return s;
}

void sum_into_an_element(double* a, const double* b, int n, int m) {
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < m; ++j) {
            a[i] += b[i * m + j];
        }
    }
}

void histogram(std::vector<int>& counts, const std::vector<int>& keys) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
        counts[keys[i]]++;
    }
}

void histogram_that_is_read(std::vector<int>& counts, std::vector<int>& keys) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
        counts[keys[i]]++;
        keys[i] = counts[0];
    }
}

int narrow_sum(const int* a, int n) {
    unsigned char s = 0;
    for (int i = 0; i < n; ++i) {
        s += static_cast<unsigned char>(a[i] * 100);
    }
    return s;
}

int truncated_sum(const double* a, int n) {
    int s = 0;
    for (int i = 0; i < n; ++i) {
        s += a[i] * 0.5;
    }
    return s;
}

bool any_of(const double* a, int n) {
    bool found = false;
    for (int i = 0; i < n; ++i) {
        if (a[i] > 5) found = true;
    }
    return found;
}

bool all_of(const double* a, int n) {
    bool all = true;
    for (int i = 0; i < n; ++i) {
        all = all && a[i] > 1;
    }
    return all;
}

int fibonacci(int n) {
    int one = 0, other = 1;
    for (int i = 0; i < n; ++i) {
        const int next = one + other;
        one = other;
        other = next % 1000;
    }
    return one;
}

double alternating(const double* a, int n) {
    double sign = 1, s = 0;
    for (int i = 0; i < n; ++i) {
        s += sign * a[i];
        sign = -sign;
    }
    return s;
}

int outer_counter(double* a, int n, int k) {
    int i = 0;
    for (i = k; i < n; ++i) {
        a[i] = i;
    }
    return i;
}

int inner_counter_outside(double* a, int n, int m) {
    int j = 0;
    for (int i = 0; i < n; ++i) {
        for (j = 0; j < m; ++j) {
            a[i * m + j] = i;
        }
    }
    return j;
}

void local_array(double* a, const double* b, int n) {
    double window[4] = {0, 0, 0, 0};
    for (int i = 0; i < n; ++i) {
        window[i % 4] = b[i];
        a[i] = window[0] + window[1];
    }
}

void local_array_filled_first(double* a, const double* b, int n) {
    double window[3];
    for (int i = 0; i < n; ++i) {
        for (int k = 0; k < 3; ++k) {
            window[k] = b[i + k];
        }
        a[i] = window[0] + window[1] + window[2];
    }
}

struct Pair {
    double low, high;
};

Pair extremes(const double* a, int n) {
    Pair p{1e9, -1e9};
    for (int i = 0; i < n; ++i) {
        p.low = std::min(p.low, a[i]);
        p.high = std::max(p.high, a[i]);
    }
    return p;
}

void record_temporary(double* a, int n) {
    Pair p;
    for (int i = 0; i < n; ++i) {
        p.low = a[i];
        p.high = p.low * 2;
        a[i] = p.low + p.high;
    }
}

void partly_written_record(double* a, int n) {
    Pair p{1, 2};
    for (int i = 0; i < n; ++i) {
        p.low = a[i];
        a[i] = p.low + p.high;
        p.high = a[i];
    }
}
int counted_and_looked_at(const int* x, double* o, int n) {
    int c[8] = {};
    int* b = c;
    for (int i = 0; i < n; ++i) {
        c[x[i] & 7] += 1;
        o[i] = b[0];
    }
    return c[0];
}
int parts_of_a_local(int n) {
    int v[2] = {n, n + 1};
    auto& [a, b] = v;
    for (int i = 0; i < 2; ++i) v[i] = b;
    return a;
}
