// Switches: what one case leaves there, another one finds, in this iteration or a later one.
#include <cstddef>
#include <vector>

void set_and_found(const int* c, double* a, double* b, int n) {
    double t = 0;
    for (int i = 0; i < n; ++i) {
        switch (c[i] & 1) {
            case 0: t = a[i]; break;
            case 1: b[i] = t; break;
        }
    }
}

void set_and_found_in_blocks(const int* c, double* a, double* b, int n) {
    double t = 0;
    for (int i = 0; i < n; ++i) {
        switch (i % 3) {
            case 0: {
                t = a[i];
                break;
            }
            default: {
                b[i] = t + c[i];
            }
        }
    }
}

double set_in_every_case(const int* c, double* a, int n) {
    double t = 0;
    for (int i = 0; i < n; ++i) {
        switch (c[i] & 3) {
            case 0: t = a[i]; break;
            case 1: t = 2; break;
            default: t = 3;
        }
        a[i] = t;
    }
    return t;
}

void set_in_some_cases(const int* c, double* a, int n) {
    double t = 0;
    for (int i = 0; i < n; ++i) {
        switch (c[i] & 3) {
            case 0: t = a[i]; break;
            case 1: t = 2; break;
        }
        a[i] = t;
    }
}

void left_by_continue(const int* c, double* a, int n) {
    double t = 0;
    for (int i = 0; i < n; ++i) {
        switch (c[i] & 3) {
            case 0: t = a[i]; continue;
            case 1: t = 2;
        }
        a[i] = t;
    }
}

double sums(const int* c, const double* a, int n) {
    double s = 0;
    for (int i = 0; i < n; ++i) {
        switch (c[i] & 3) {
            case 0: s += a[i]; break;
            case 1: s -= a[i]; break;
        }
    }
    return s;
}

void subscripts(const int* c, double* a, int n) {
    for (int i = 0; i < n; ++i) {
        int k = i;
        switch (c[i] & 1) {
            case 0: k = 0; break;
            case 1: a[k] = 1; break;
        }
    }
}

void fallen_through(const int* c, double* a, double* b, int n) {
    double t = 0;
    for (int i = 0; i < n; ++i) {
        switch (c[i] & 3) {
            case 0: t = a[i];
            case 1: b[i] = t; break;
            default: a[i] += 1;
        }
    }
}
