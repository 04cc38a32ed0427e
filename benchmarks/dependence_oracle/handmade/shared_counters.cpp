// Counters declared once, at the top of a function, for loops side by side and one after the other.

void bounds_that_overlap(double* a, const double* b, int n, int m) {
    int i, j;
    for (i = 0; i < n; i++) {
        for (j = 0; j < m; j++) a[i * m + j] = b[j];
        for (j = 0; j <= m; j++) a[i * m + j] += b[j];
    }
}

void steps_that_meet(double* a, int n) {
    int i, j;
    for (i = 0; i < n; i++) {
        for (j = 0; j < 4; j += 2) a[i * 4 + j] = i;
        for (j = 1; j < 6; j += 2) a[i * 4 + j] += i;
    }
}

void counter_of_the_outer_loop_used_again(double* a, double* b, int n) {
    int i, j;
    for (i = 0; i < n; i++) a[i] = i;
    for (j = 0; j < n; j++) {
        for (i = 0; i < n; i++) b[j * n + i] = a[i];
    }
    for (i = 1; i < n; i++) a[i] = a[i - 1] + b[i];
}

void left_by_the_first_loop(double* a, const double* b, int n, int m) {
    int i, j;
    for (i = 0; i < n; i++) {
        for (j = 0; j < m; j++) {
            if (b[j] > b[i]) break;
        }
        a[j] = b[i];
        for (j = 0; j < m; j++) a[n + i * m + j] = b[j];
    }
}

void left_by_the_last_iteration(double* a, const double* b, int n, int m) {
    int i, j = 0;
    for (i = 0; i < n; i++) {
        a[i] = j;
        for (j = 0; j < m; j++) {
            if (b[j] > b[i]) break;
        }
    }
}

double scratch(const double* b, double* a, int n, int m) {
    int i, j;
    double t[32];
    if (m > 16) m = 16;
    for (i = 0; i < n; i++) {
        for (j = 0; j < m; j++) t[j] = b[i + j];
        for (j = 0; j <= m; j++) a[i * m + j] = j < m ? t[j] : 0;
    }
    return a[0];
}

double scratch_filled_in_part(const double* b, double* a, int n, int m) {
    int i, j;
    double t[32] = {0};
    if (m > 16) m = 16;
    for (i = 0; i < n; i++) {
        for (j = 0; j < m; j += 2) t[j] = b[i + j];
        for (j = 0; j < m; j++) a[i] += t[j];
    }
    return a[0];
}

double sums(const double* b, int n, int m) {
    int i, j;
    double sum = 0, other = 0;
    for (i = 0; i < n; i++) {
        for (j = 0; j < m; j++) sum += b[j];
        for (j = 0; j < m; j += 2) other += b[j] * sum;
    }
    return sum + other;
}

void elements(double* a, const double* b, int n, int m) {
    int i, j;
    for (i = 0; i < n; i++) {
        for (j = 0; j < m; j++) a[j] += b[i];
        for (j = m; j > 0; j--) a[j] += b[i];
    }
}

void elements_read_by_the_second(double* a, double* c, const double* b, int n, int m) {
    int i, j;
    for (i = 0; i < n; i++) {
        for (j = 0; j < m; j++) a[j] += b[i];
        for (j = 0; j < m; j++) c[i * m + j] = a[j];
    }
}

double last_value(const double* b, int n, int m) {
    int i, j;
    double t = 0;
    for (i = 0; i < n; i++) {
        for (j = 0; j < 4; j++) t = b[j];
        for (j = 0; j < m; j++) t = b[j] + i;
    }
    return t + i + j;
}

double running(double* a, const double* b, int n, int m) {
    int i, j;
    double sum = 0;
    for (j = 0; j < m; j++) {
        for (i = 0; i < n; i++) {
            sum += b[i];
            a[i] = sum;
        }
        for (i = 0; i < n; i++) a[i] = a[i] * 2;
    }
    return sum;
}

double largest(const double* b, int n, int m) {
    int i, j, best = 0;
    double most = b[0];
    for (i = 1; i < n; i++) {
        if (b[i] > most) {
            most = b[i];
            best = i;
        }
    }
    for (j = 0; j < m; j++) {
        for (i = 0; i < n; i++) {
            if (b[i] > most) best = j;
        }
    }
    return most + best + i;
}

void descending_and_ascending(double* a, int n) {
    int i, j;
    for (i = 0; i < n; i++) {
        for (j = i; j >= 0; j--) a[i * n + j] = j;
        for (j = i + 1; j < n; j++) a[i * n + j] = a[j * n + i];
    }
}

void depth_differs(double* a, int n) {
    int i, j, k;
    for (i = 0; i < n; i++) {
        for (k = 0; k < n; k++) a[i * n + k] = k;
        for (j = 0; j < n; j++) {
            for (k = 0; k < 2; k++) a[(i + k) * n + j] += 1;
        }
    }
}

void bound_is_the_shared_counter(double* a, int n) {
    int i, j, k;
    for (i = 0; i < n; i++) {
        for (j = 0; j < i; j++) {
            for (k = 0; k < j; k++) a[i * n + k] += 1;
        }
        for (k = 0; k < j; k++) a[k * n + i] += 2;
    }
}

void inner_of_two_outer_loops(double* a, int n) {
    int i, j;
    for (i = 0; i < n; i++) {
        for (j = 0; j < n; j++) a[i * n + j] = 1;
    }
    for (i = 1; i < n; i++) {
        for (j = 0; j < n; j++) a[i * n + j] += a[(i - 1) * n + j];
    }
    for (j = 0; j < n; j++) {
        for (i = 1; i < n; i++) a[i * n + j] += a[(i - 1) * n + j];
    }
}

void same_counter_inside(double* a, int n) {
    int i;
    for (i = 0; i < n; i++) {
        a[i] = i;
        for (; i < n; i += 3) a[i] += 1;
    }
}
