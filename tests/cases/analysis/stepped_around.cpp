// What a loop steps further out has another value in the text than in the tree: no check names it.

#include <vector>

void counted_down(int n, int m, const double* a, double* b) {
    for (int i = n; i-- > 0;) {                           // expect: refused
        for (int j = 0; j < n; ++j) b[i * 100 + j] = a[j];  // expect: parallel assuming (`a` and `b` do not overlap)
    }
}

void stepped(int n, int m, int k, const double* __restrict a, double* b, const double* c) {
    for (int i = 0; i < n; ++i) {                               // expect: refused
        for (int j = 0; j < 8; ++j) b[k + j] = a[j] + c[j + 1];  // expect: parallel assuming (`b` and `c` do not overlap)
        k += 4;
    }
}

void counted_up(int n, int m, const double* a, double* b) {
    for (int i = 0; i < n; ++i) {                           // expect: refused
        for (int j = 0; j < n; ++j) b[i * 100 + j] = a[j];  // expect: parallel assuming (a + n <= b + 1LL * 100 * i || b + 1LL * 100 * i + n <= a)
    }
}
