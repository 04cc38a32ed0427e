// Unsigned numbers of 32 bits: counters in steps above one, and subscripts that might wrap around.
#include <vector>

void strided(double* a, unsigned n) {
    for (unsigned i = 0; i < n; i += 4)  // expect: parallel assuming n <= 4294967292u
        a[i] = 0;
}

void strided_to_the_end(double* a, unsigned n) {
    for (unsigned i = 0; i <= n; i += 2)  // expect: parallel assuming n <= 4294967293u
        a[i] = 0;
}

void downwards(double* a, unsigned n, unsigned least) {
    for (unsigned i = n; i >= least; i -= 2)  // expect: parallel assuming least >= 2u
        a[i] = 0;
    for (unsigned i = n; i > least; i -= 3)  // expect: parallel assuming least >= 2u
        a[i] = 0;
}

void below_a_wide_bound(double* a, unsigned long n) {
    for (unsigned i = 0; i < n; i += 4)  // expect: parallel assuming n <= 4294967292u
        a[i] = 0;
}

void carried_in_steps(double* a, unsigned n) {
    for (unsigned i = 4; i < n; i += 4)  // expect: sequential flow distance 1
        a[i] = a[i - 4];
}

void below_a_signed_bound(double* a, int n) {
    for (unsigned i = 0; i < n; i += 4)  // expect: unknown counter-may-wrap
        a[i] = 0;
}

void below_a_computed_bound(double* a, unsigned n) {
    for (unsigned i = 0; i < n - 3; i += 4)  // expect: unknown counter-may-wrap
        a[i] = 0;
}

void looking_ahead(double* a, unsigned n) {
    for (unsigned i = 0; i + 3 < n; i += 4)  // expect: parallel-with canonical-header
        a[i + 3] = 0;
}

void narrower_in_steps(double* a, unsigned char n) {
    for (unsigned char i = 0; i < n; i += 2)  // expect: unknown counter-may-wrap
        a[i] = 0;
}

void flat(double* a, unsigned n, unsigned m) {
    for (unsigned i = 0; i < n; ++i)  // expect: parallel collapse 2 assuming 1.0 * m * n <= 4294967295
        for (unsigned j = 0; j < m; ++j)  // expect: parallel assuming 1.0 * i * m <= 4294967295 && 1.0 * i * m + 1.0 * m <= 4294967295
            a[i * m + j] = 1.0;
}

void flat_behind_a_start(double* a, unsigned n, unsigned m, unsigned from) {
    for (unsigned i = 0; i < n; ++i)  // expect: parallel collapse 2 assuming 1.0 * m * n <= 4294967295 && 1.0 * m * n + 1.0 * from <= 4294967295
        for (unsigned j = 0; j < m; ++j)  // expect: parallel assuming 1.0 * i * m <= 4294967295 && 1.0 * i * m + 1.0 * m <= 4294967295 && 1.0 * i * m + 1.0 * from + 1.0 * m <= 4294967295
            a[i * m + j + from] = 1.0;
}

void rows_far_apart(double* a, unsigned n) {
    for (unsigned i = 0; i < n; ++i)  // expect: parallel assuming 1.0 * 65536 * n <= 4294967295
        a[i * 65536u] = i;
}

void from_row_to_row(double* a, unsigned n, unsigned m) {
    for (unsigned i = 1; i < n; ++i)  // expect: unknown index-may-wrap
        for (unsigned j = 0; j < m; ++j)  // expect: parallel assuming 1.0 * i * m <= 4294967295 && 1.0 * i * m + 1.0 * m <= 4294967295
            a[i * m + j] = a[(i - 1) * m + j];
}

void one_before(double* a, unsigned n, unsigned m) {
    for (unsigned i = 0; i < n; ++i)  // expect: unknown index-may-wrap
        for (unsigned j = 0; j < m; ++j)  // expect: unknown index-may-wrap
            a[i * m + j - 1] = 1.0;
}

void signed_width(double* a, unsigned n, int m) {
    for (unsigned i = 0; i < n; ++i)  // expect: unknown index-may-wrap
        a[i * m] = 1.0;
}

void folded_back(double* a, unsigned n, unsigned m) {
    for (unsigned i = 0; i < n; ++i)  // expect: refused
        for (unsigned j = 0; j < n; ++j)  // expect: parallel assuming 1.0 * i * m <= 4294967295 && 1.0 * i * m + 1.0 * n <= 4294967295
            a[i * m + j] = 1.0;
}

void looked_up(const double* table, double* out, unsigned n) {
    for (unsigned i = 0; i < n; ++i)  // expect: parallel assuming (`table` and `out` do not overlap)
        out[i] = table[(i * 2654435761u) % 1024u];
}
