// Loops of which one iteration is not like the others: the first, the last, or one that is given.

void relative_to_the_first(int n, double* x) {
    for (int i = 0; i < n; ++i) x[i] = x[i] / x[0] + 1.0;
}

void less_the_last(unsigned long n, double* x, double* y) {
    for (unsigned long k = 0; k < n; ++k) {
        const double d = x[k] - x[n - 1];
        y[k] = d * d;
        x[k] = d;
    }
}

void rows_less_the_first(int n, int m, double a[400][400]) {
    for (int i = 1; i <= n; i++)
        for (int j = 0; j < m; j++) a[i][j] -= a[1][j];
}

void around_the_third(double (&x)[100]) {
    for (int i = 0; i < 100; ++i) x[i] = x[i] * x[2] + 1.0;
}

// The second iteration need not be there, and needs not be the only one that the others wait for.
void relative_to_the_second(int n, double* x) {
    for (int i = 0; i < n; ++i) x[i] = x[i] / x[1] + 1.0;
}

void relative_to_both_ends(int n, double* x) {
    for (int i = 0; i < n; ++i) x[i] = x[i] / (x[0] + x[n - 1]);
}

void relative_to_the_one_before(int n, double* x) {
    for (int i = 1; i < n; ++i) x[i] = x[i] / (x[0] + x[i - 1]);
}

void every_second(int n, double* x) {
    for (int i = 0; i < n; i += 2) x[i] = x[i] / x[0] + 1.0;
}
