// Counters that several loops share, as C was written.

void triangular_factors(double (*a)[16], int n) {
    int i, j, k;
    for (i = 0; i < n; i++) {
        for (j = 0; j < i; j++) {
            for (k = 0; k < j; k++) {
                a[i][j] -= a[i][k] * a[k][j];
            }
            a[i][j] /= a[j][j];
        }
        for (j = i; j < n; j++) {
            for (k = 0; k < i; k++) {
                a[i][j] -= a[i][k] * a[k][j];
            }
        }
    }
}

void halves_apart(double* a, int n) {
    int i, j;
    for (i = 0; i < n; i++) {
        for (j = 0; j < i; j++) {
            a[i * n + j] += a[j * n + i];
        }
        for (j = i; j < n; j++) {
            a[i * n + j] += a[j * n + i];
        }
    }
}

double read_after(double* a, const double* b, int n, int m) {
    int i, j;
    double sum = 0;
    for (i = 0; i < n; i++) {
        for (j = 0; j < m; j++) {
            if (b[j] > b[i]) {
                break;
            }
        }
        a[i] = j;
        for (j = 1; j < i; j++) {
            sum += b[j];
        }
    }
    return sum + j;
}

void written_by_one_read_by_the_other(double* a, const double* b, int n, int m) {
    int i, j;
    for (i = 0; i < n; i++) {
        for (j = 0; j < m; j++) {
            a[j] = b[i] + j;
        }
        for (j = 0; j < m; j += 2) {
            a[j + n] += a[j];
        }
    }
}

void scratch_of_two_loops(double* out, const double* b, int n, int m) {
    double t[16];
    int i, j;
    for (i = 0; i < n; i++) {
        for (j = 1; j < 8; j++) {
            t[j] = b[j] * i;
        }
        for (j = 0; j < 8; j++) {
            out[i * 8 + j] = t[j];
        }
    }
}

void sums_of_two_loops(double* sums, const double* b, int n, int m) {
    int i, j;
    for (i = 0; i < n; i++) {
        for (j = 0; j < m; j++) {
            sums[j] += b[i];
        }
        for (j = m; j < 2 * m; j++) {
            sums[j] = sums[j - m];
        }
    }
}
