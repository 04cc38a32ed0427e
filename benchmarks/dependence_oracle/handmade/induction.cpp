// Variables that every iteration steps, and those that some do.
#include <cstddef>
#include <vector>
void push(double* p, const double* q, int n) {
    for (int i = 0; i < n; ++i) *p++ = q[i];
}
void both(double* __restrict p, const double* q, int n) {
    for (int i = 0; i < n; ++i) {
        *p++ = *q++ * 2;
    }
}
int kcount(double* a, int n) {
    int k = 3;
    for (int i = 1; i < n; ++i) {
        a[k] = i;
        k += 2;
        a[k - 1] = 2;
    }
    return k;
}
void kstride(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i, k += 2) {
        if (a[k] > 1) continue;
        a[k] = i;
    }
}
void down(double* a, const double* b, std::size_t n) {
    std::size_t k = n;
    for (std::size_t i = 0; i < n; ++i) {
        --k;
        a[k] = b[i];
    }
}
void overlap(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {
        a[k] = i;
        k += 1;
        a[k] = 2;
    }
}
void rows(double* a, int n, int m) {
    double* p = a;
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < m; ++j) *p++ = i + j;
    }
}
void rows2(double* a, int n, int m) {
    for (int i = 0; i < n; ++i) {
        double* p = a + i * m;
        for (int j = 0; j < m; ++j) *p++ = i + j;
    }
}
void conditional(double* a, const double* b, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {
        if (b[i] > 0) a[k++] = b[i];
    }
}
void skipped(double* a, const double* b, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {
        if (b[i] > 0) continue;
        a[k++] = b[i];
    }
}
void again(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {
        a[k] = i;
        ++k;
        if (k > 7) k = 0;
    }
}
int after(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) a[k++] = 1;
    while (k < 2 * n) { a[k] = 2; ++k; }
    return k;
}
void twice(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) { a[k++] = 1; a[k++] = 2; }
}
void bound(double* a, int n) {
    int k = n;
    for (int i = 0; i < k; ++i) { a[i] = 1; --k; }
}
void wh(double* a, int n) {
    int i = 0, k = 0;
    while (i < n) { a[k] = 1; k += 3; ++i; }
}
