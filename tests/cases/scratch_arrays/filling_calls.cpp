// Arrays that a function fills. `// scratch: NAMES` as in filled.cpp.
#include <cmath>

const int N = 64;

// Random numbers in the manner of a linear congruential generator: fills y[0] to y[n - 1].
static void draw(int n, double* seed, double a, double* y) {
    double s = *seed;
    for (int i = 0; i < n; i++) {  // scratch:
        s = a * s - std::floor(a * s);
        y[i] = s;
    }
    *seed = s;
}

static void first_ones(double* y) {
    for (int i = 0; i < 32; i++) y[i] = i;  // scratch:
}

static void fill_with(int n, double value, double* y) {
    for (int i = 0; i < n; ++i) {  // scratch:
        y[i] = value;
    }
}

static void fill_unless(int n, double value, double* y) {
    if (value < 0) return;
    for (int i = 0; i < n; ++i) y[i] = value;  // scratch:
}

static void fill_every_second(int n, double value, double* y) {
    for (int i = 0; i < n; i += 2) y[i] = value;  // scratch:
}

static void fill_where(int n, double value, double* y) {
    for (int i = 0; i < n; ++i) {  // scratch:
        if (i % 3) y[i] = value;
    }
}

static void fill_up_to(int* n, double value, double* y) {
    for (int i = 0; i < *n; ++i) y[i] = value;  // scratch:
    *n = *n + 1;
}

static void add_up(int n, double value, double* y) {
    for (int i = 1; i < n; ++i) y[0] += value;  // scratch:
    for (int i = 0; i < n; ++i) y[i] = value;  // scratch:
}

static int shrunk(int n, double value, double* y) {
    n = n / 2;
    for (int i = 0; i < n; ++i) y[i] = value;  // scratch:
    return n;
}

void pairs_of(double* out, int rows) {
    double x[2 * N + 1];
    for (int k = 0; k < rows; k++) {  // scratch: x
        double seed = 0.5 + k;
        draw(2 * N, &seed, 1220703125.0, x);
        double s = 0;
        for (int i = 0; i < N; i++) s += x[2 * i] * x[2 * i + 1];  // scratch:
        out[k] = s;
    }
}

void reads_one_more(double* out, int rows) {
    double x[2 * N + 1];
    for (int k = 0; k < rows; k++) {  // scratch:
        double seed = 0.5 + k;
        draw(2 * N, &seed, 1220703125.0, x);
        double s = 0;
        for (int i = 0; i <= N; i++) s += x[2 * i];  // scratch:
        out[k] = s;
    }
}

void a_part(double* out, int rows) {
    double x[N];
    for (int k = 0; k < rows; k++) {  // scratch: x
        first_ones(x);
        double s = 0;
        for (int i = 0; i < 32; i++) s += x[i] * k;  // scratch:
        out[k] = s;
    }
}

void as_many_as(double* out, int rows, int n) {
    double x[N];
    for (int k = 0; k < rows; k++) {  // scratch: x
        fill_with(n, k, x);
        double s = 0;
        for (int i = 1; i < n; i++) s += x[i - 1];  // scratch:
        out[k] = s;
    }
}

void filled_sometimes(double* out, int rows, int n) {
    double x[N];
    for (int k = 0; k < rows; k++) {  // scratch:
        if (k % 2) fill_with(n, k, x);
        double s = 0;
        for (int i = 0; i < n; i++) s += x[i];  // scratch:
        out[k] = s;
    }
}

void filled_too_late(double* out, int rows, int n) {
    double x[N];
    for (int k = 0; k < rows; k++) {  // scratch:
        double s = 0;
        for (int i = 0; i < n; i++) s += x[i];  // scratch:
        fill_with(n, k, x);
        out[k] = s;
    }
}

void perhaps_not_filled(double* out, int rows, int n) {
    double x[N];
    for (int k = 0; k < rows; k++) {  // scratch:
        fill_unless(n, k - 3, x);
        double s = 0;
        for (int i = 0; i < n; i++) s += x[i];  // scratch:
        out[k] = s;
    }
}

void with_gaps(double* out, int rows, int n) {
    double x[N], y[N];
    for (int k = 0; k < rows; k++) {  // scratch:
        fill_every_second(n, k, x);
        fill_where(n, k, y);
        double s = 0;
        for (int i = 0; i < n; i++) s += x[i] + y[i];  // scratch:
        out[k] = s;
    }
}

void further_than_filled(double* out, int rows, int n) {
    double x[N];
    for (int k = 0; k < rows; k++) {  // scratch:
        int m = n;
        fill_up_to(&m, k, x);
        double s = 0;
        for (int i = 0; i < m; i++) s += x[i];  // scratch:
        out[k] = s;
    }
}

void read_before(double* out, int rows, int n) {
    double x[N], y[N];
    for (int k = 0; k < rows; k++) {  // scratch:
        add_up(n, k, x);
        shrunk(n, k, y);
        double s = 0;
        for (int i = 0; i < n; i++) s += x[i] + y[i];  // scratch:
        out[k] = s;
    }
}

static void fill_and_read_on(int n, double* next, double* y) {
    for (int i = 0; i < n; ++i) y[i] = *next;  // scratch:
    *next += y[n];
    y[n] = *next;
}

static void fill_from_ahead(int n, double* last, double* y) {
    double s = 0;
    for (int i = 0; i < n; ++i) {  // scratch:
        y[i] = s;
        s += y[i + 1];
    }
    *last = s;
}

static void fill_from(int n, const double* x, double* y) {
    for (int i = 0; i < n; ++i) y[i] = x[i + 1];  // scratch:
}

void more_than_filled(double* out, int rows, int n) {
    double x[N], y[N];
    for (int k = 0; k < rows; k++) {  // scratch:
        double next = k, last = k;
        fill_and_read_on(n, &next, x);
        fill_from_ahead(n, &last, y);
        double s = next + last;
        for (int i = 0; i < n; i++) s += x[i] + y[i];  // scratch:
        y[n] = s;
        out[k] = s;
    }
}

// What a function is given by its address, it reads; `y` itself is filled.
void read_by_address(double* out, int rows, int n) {
    double x[N], y[N];
    for (int i = 0; i < N; i++) x[i] = 0;  // scratch:
    for (int k = 0; k < rows; k++) {  // scratch:
        x[0] = k;
        fill_from(n, &x[0], y);
        x[1] = k;
        double s = 0;
        for (int i = 0; i < n; i++) s += y[i];  // scratch:
        out[k] = s;
    }
}

void filled_from_itself(double* out, int rows, int n) {
    double x[N];
    const double* same = x;
    for (int k = 0; k < rows; k++) {  // scratch:
        fill_from(n, same, x);
        double s = 0;
        for (int i = 0; i < n; i++) s += x[i];  // scratch:
        x[n] = s;
        out[k] = s;
    }
}

void filled_from_elsewhere(const double* x, double* out, int rows, int n) {
    double y[N];
    for (int k = 0; k < rows; k++) {  // scratch: y
        fill_from(n, x + k, y);
        double s = 0;
        for (int i = 0; i < n; i++) s += y[i];  // scratch:
        out[k] = s;
    }
}
