// Nests whose iterations may run in another order, though none of their loops is independent.
#include <cmath>

int larger(int a, int b) { return a < b ? b : a; }

void aligned(int n, int m, const char* a, const char* b, int* t) {
    for (int i = 1; i <= n; ++i)
        for (int j = 1; j <= m; ++j) {
            int best = t[(i - 1) * (m + 1) + j - 1] + (a[i - 1] == b[j - 1] ? 2 : -1);
            best = larger(best, t[(i - 1) * (m + 1) + j] - 1);
            t[i * (m + 1) + j] = larger(best, t[i * (m + 1) + j - 1] - 1);
        }
}

void swept(int n, double a[400][400]) {
    int i, j;
    for (i = 1; i <= n - 2; i++)
        for (j = 1; j <= n - 2; j++)
            a[i][j] = (a[i - 1][j + 1] + a[i][j - 1] + a[i][j + 1] + a[i + 1][j - 1]) / 4.0;
}

void folded(int n, int table[300][300]) {
    for (int i = n - 1; i >= 0; i--) {
        for (int j = i + 1; j < n; j++) {
            for (int k = i + 1; k < j; k++) {
                table[i][j] = larger(table[i][j], table[i][k] + table[k + 1][j]);
            }
        }
    }
}

void swept_backwards(int n, int m, double a[400][400]) {
    for (int i = n - 2; i > 0; --i)
        for (int j = m - 2; j > 0; --j) a[i][j] = 0.5 * (a[i + 1][j - 1] + a[i][j + 1]);
}

void best_of_alignment(int n, int t[400][400], int& best) {
    for (int i = 1; i < n; ++i)
        for (int j = 1; j < n; ++j) {
            t[i][j] += t[i - 1][j] + t[i][j - 1];
            best = larger(best, t[i][j]);
        }
}

void reaching_far_right(int n, double a[400][400]) {
    for (int i = 1; i < n; i++)
        for (int j = 1; j < n - 5; j++) a[i][j] = a[i - 1][j + 5] + a[i][j - 1];
}

void carried_along_the_row(int n, double a[400][400]) {
    for (int i = 1; i < n; i++) {
        double left = 0;
        for (int j = 1; j < n; j++) {
            a[i][j] += a[i - 1][j] + left;
            left = a[i][j];
        }
    }
}

void row_from_anywhere(int n, const int* from, double a[400][400]) {
    for (int i = 1; i < n; i++)
        for (int j = 1; j < n; j++) a[i][j] = a[from[i]][j] + a[i][j - 1];
}

void all_paths(int n, int path[300][300]) {
    for (int k = 0; k < n; k++)
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                if (path[i][k] + path[k][j] < path[i][j]) path[i][j] = path[i][k] + path[k][j];
}

void eliminated(int n, double* a) {
    for (int k = 0; k < n; ++k) {
        for (int i = 0; i < n; ++i) {
            const double factor = a[i * n + k];
            for (int j = 0; j < n; ++j) a[i * n + j] -= factor * a[k * n + j];
        }
    }
}

void pivot_from_outside(int n, int k, double* a) {
    for (int i = 0; i < n; i++) a[i] = a[i] + a[k];
}

void two_pivots(int n, double a[300][300]) {
    for (int k = 0; k < n - 1; k++)
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) a[i][j] += a[k][j] * a[k + 1][j];
}

void transposed(unsigned long n, unsigned long m, const double* a, double* b) {
    for (unsigned long i = 0; i < n; ++i)
        for (unsigned long j = 0; j < m; ++j) b[j * n + i] = a[i * m + j];
}

void symmetric(int n, const double a[512][512], double b[512][512]) {
    int i, j;
    for (i = 0; i < n; i++)
        for (j = 0; j < n; j++) {
            const double sum = a[i][j] + a[j][i];
            b[i][j] = 0.5 * sum;
        }
}

void both_by_rows(int n, const double a[512][512], double b[512][512]) {
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) b[i][j] = 0.5 * a[i][j];
}

double filtered(int n, const double* x) {
    double state = 0.0;
    for (int i = 0; i < n; ++i) {
        double v = 0.0;
        for (int k = 1; k < 200; ++k) v += x[i] / (x[i] + k);
        state = 0.9 * state + v;
    }
    return state;
}

void smoothed_in_place(int n, double* x) {
    for (int i = 1; i < n - 1; ++i) {
        double v = 0.0;
        for (int k = 1; k < 200; ++k) v += x[i + 1] / (x[i] + k);
        x[i] = 0.5 * (x[i - 1] + v);
    }
}

unsigned long long checksum_of_roots(int n, const double* x, double* y) {
    unsigned long long sum = 17, odd = 0;
    for (int i = 0; i < n; ++i) {
        double v = 0.0;
        for (int k = 1; k < 200; ++k) v += x[i] / (x[i] + k);
        y[i] = v;
        const auto bits = static_cast<unsigned long long>(v * 1024.0);
        if (bits % 2 == 1) odd += 1;
        sum = sum * 31 + bits;
    }
    return sum + odd;
}

double fed_back(int n, const double* x) {
    double state = 0.0;
    for (int i = 0; i < n; ++i) {
        double v = state;
        for (int k = 1; k < 200; ++k) v += x[i] / (x[i] + k);
        state = 0.9 * state + v;
    }
    return state;
}

void reads_behind(int n, double* x) {
    for (int i = 1; i < n; ++i) {
        double v = 0.0;
        for (int k = 1; k < 200; ++k) v += x[i - 1] / (x[i] + k);
        x[i] = 0.5 * v;
    }
}

double through_a_pointer(int n, const double* x) {
    double state = 0.0;
    double* p = &state;
    for (int i = 0; i < n; ++i) {
        double v = *p;
        for (int k = 1; k < 200; ++k) v += x[i] / (x[i] + k);
        state = 0.9 * state + v;
    }
    return state;
}

double by_reference(int n, const double* x, double& state, const double& factor) {
    for (int i = 0; i < n; ++i) {
        double v = factor;
        for (int k = 1; k < 200; ++k) v += x[i] / (x[i] + k);
        state = 0.9 * state + v;
    }
    return state;
}

double skipping(int n, const double* x) {
    double state = 0.0;
    for (int i = 0; i < n; ++i) {
        double v = 0.0;
        for (int k = 1; k < 200; ++k) v += x[i] / (x[i] + k);
        if (v < 1.0) continue;
        state = 0.9 * state + v;
    }
    return state;
}

void smoothed_roots(int n, const double* x, double* root, double* y) {
    for (int i = 1; i < n; ++i) {
        // What follows needs no other iteration.
        double v = 0.0;
        for (int k = 1; k < 40; ++k) v += x[i] / (x[i] + k);
        root[i] = v;
        y[i] = 0.5 * (y[i - 1] + root[i]);  // This does.
    }
}

void one_after_the_other(int n, const double* x, double* y, double* z) {
    for (int i = 1; i < n; ++i) {
        y[i] = x[i] * x[i] + 1.0;
        z[i] = y[i - 1] + x[i];
    }
}

int states_then_work(int n, double* y) {
    unsigned state = 1;
    int small = 0;
    for (int i = 0; i < n; ++i) {
        state = state * 1664525u + 1013904223u;
        const unsigned own = state >> 8;
        double v = 0.0;
        for (int k = 1; k < 40; ++k) v += 1.0 / (own + k);
        if (v < 0.001) small += 1;
        y[i] = v;
    }
    return small;
}

void rows_then_sums(int n, int m, const double* a, double* b, double* total) {
    for (int i = 1; i < n; ++i) {
        const double* from = a + 1LL * i * m;
        const int back = i - 1;
        double sum = 0.0;
        for (int j = 0; j < m; ++j) sum += from[j] * from[j];
        b[i] = sum;
        total[i] = total[back] * 0.5 + b[i] * from[0];
    }
}

void used_later(int n, double* x, double* y) {
    for (int i = 1; i < n; ++i) {
        double v = 0.0;
        for (int k = 1; k < 40; ++k) v += x[i - 1] / (x[i] + k);
        y[i] = v;
        x[i] = 0.5 * y[i];
    }
}

double skipping_some(int n, const double* x, double* y) {
    double state = 0.0;
    for (int i = 0; i < n; ++i) {
        double v = 0.0;
        for (int k = 1; k < 40; ++k) v += x[i] / (x[i] + k);
        y[i] = v;
        if (v < 1.0) continue;
        state = 0.5 * state + y[i];
    }
    return state;
}

int states_of_sensors(int n, const double* x, unsigned char* out) {
    int state = 0, seen = 0;
    for (int i = 0; i < n; ++i) {
        double v = 0.0;
        for (int k = 1; k < 40; ++k) v += x[i] / (x[i] + k);
        const int step = v > 2.0 ? 2 : -1;
        state = state + step < 0 ? 0 : state + step;
        out[i] = state > 5;
        if (out[i]) ++seen;
    }
    return seen;
}

double peak_follower(int n, const double* x) {
    double level = 0.0;
    for (int i = 0; i < n; ++i)
        level = 0.9 * level + std::exp(-x[i] * x[i]) / (1.0 + std::log(1.0 + x[i] * x[i]));
    return level;
}

int crossings(int n, const double* x, double* level) {
    int up = 0;
    for (int i = 1; i < n; ++i) {
        const double before = level[i - 1];
        if (std::exp(-x[i] * x[i]) > before) {
            level[i] = 0.5 * (before + 1.0);
            ++up;
        } else {
            level[i] = 0.9 * before;
        }
    }
    return up;
}

double operand_needs_state(int n, const double* x) {
    double level = 0.0;
    for (int i = 0; i < n; ++i) level = 0.9 * level + std::exp(-x[i] * level);
    return level;
}
