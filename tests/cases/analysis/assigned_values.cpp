// Integers that statements of the iteration set, and that indices use afterwards.

void rows(double* a, const double* b, int n) {
    int i, j, next, twice;
    for (i = 0; i < n; i++) {  // expect: parallel-with private(next) private(j) private(twice) assuming (a + 1LL * 300 * n + 199 <= b || b + 199 <= a + 300)
        next = i + 1;
        for (j = 0; j < 100; j++) {  // expect: parallel-with private(twice) assuming (a + 1LL * 300 * next + 199 <= b || b + 199 <= a + 1LL * 300 * next)
            twice = 2 * j;
            a[next * 300 + twice] = b[twice];
        }
    }
}

void set_again(double* a, int n) {
    int k;
    for (int i = 0; i < n; i++) {  // expect: parallel-with private(k)
        k = 2 * i;
        k = k + 1;
        a[k] = 1.0;
    }
}

void agreeing_branches(double* a, const double* b, int n) {
    int k;
    for (int i = 0; i < n; i++) {  // expect: parallel-with private(k) assuming (a + n + 1 <= b || b + n <= a + 1)
        if (b[i] > 0.0) {
            k = i + 1;
        } else {
            k = 1 + i;
        }
        a[k] = b[i];
    }
}

void one_branch(double* a, int n, int m) {
    int k;
    for (int i = 0; i < n; i++) {  // expect: refused
        k = i + 1;
        if (i > m) k = 3;
        a[k] = 1.0;
    }
}

void other_branch(double* a, int n, int m) {
    int k;
    for (int i = 0; i < n; i++) {  // expect: refused
        k = 3;
        if (i > m) {
            k = i;
        }
        a[k] = 1.0;
    }
}

void stepped_inside(double* a, int n, int m) {
    int k;
    for (int i = 0; i < n; i++) {  // expect: refused
        k = i;
        for (int j = 0; j < m; j++) {  // expect: parallel-with canonical-header
            a[k] = 2.0;
            k++;
        }
    }
}

void neighbour(double* a, int n) {
    int k;
    for (int i = 0; i < n; i++) {  // expect: sequential flow distance 1
        k = i + 1;
        a[k] = a[i];
    }
}

void carried(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; i++) {  // expect: refused
        a[k] = 1.0;
        k = i / 2;
    }
}

void within_one_expression(double* a, int n) {
    int k;
    for (int i = 0; i < n; i++) {  // expect: refused
        k = i;
        a[k + 0 * (k = 3)] = 1.0;
    }
}

void changed_by_callee(double* a, int n, void (*step)(int&)) {
    for (int i = 0; i < n; i++) {  // expect: refused
        int k = i;
        step(k);
        a[k] = 1.0;
    }
}

static void halve(int& k) { k = k / 2; }

void halved_by_callee(double* a, int n) {
    for (int i = 0; i < n; i++) {  // expect: refused
        int k = i;
        halve(k);
        a[k] = 1.0;
    }
}

void through_pointer(double* a, int n) {
    for (int i = 0; i < n; i++) {  // expect: refused
        int k = i;
        int* p = &k;
        *p = 0;
        a[k] = 1.0;
    }
}

void jumped_over(double* a, const double* b, int n) {
    int k;
    for (int i = 0; i < n; i++) {  // expect: refused
        k = 3;
        if (b[i] > 0.0) goto set;
        k = i;
    set:
        a[k] = 1.0;
    }
}

void chosen(double* a, const int* b, int n) {
    int k;
    for (int i = 0; i < n; i++) {  // expect: refused
        k = i;
        switch (b[i]) {
            case 0: k = 5; break;
            case 1: a[k] = 2.0; break;
            default: k = 7;
        }
        a[k] = 1.0;
    }
}

void stepped_by_other(double* a, const double* b, int n) {
    int k = 0;
    int m = 0;
    for (int i = 0; i < n; i += k) {  // expect: refused
        k = 1;
        if (b[i] > 0.0) continue;
        k = 2;
        a[m] = 1.0;
    }
}

void bound_of_inner(double* a, int n) {
    int m;
    for (int i = 0; i < n; i++) {  // expect: refused
        m = 10;
        for (int j = 0; j < m; j++) {  // expect: refused
            a[i * 10 + j] = 1.0;
            if (i > 5) m = 20;
        }
    }
}

void fixed_bound_of_inner(double* a, int n) {
    int m;
    for (int i = 0; i < n; i++) {  // expect: parallel-with private(m)
        m = 10;
        for (int j = 0; j < m; j++) {  // expect: parallel
            a[i * 10 + j] = 1.0;
        }
    }
}

// A variable that is set once, to a number, is that number wherever it may be read.
void set_once(double* a, int n) {
    int width;
    width = 4;
    for (int i = 0; i < n; ++i)  // expect: parallel collapse 2
        for (int j = 0; j < width; ++j)  // expect: parallel
            a[i * 4 + j] = 0.0;
}

void set_twice(double* a, int n) {
    int width;
    width = 4;
    if (n > 3) width = 5;
    for (int i = 0; i < n; ++i)  // expect: refused
        for (int j = 0; j < width; ++j)  // expect: parallel
            a[i * 4 + j] = 0.0;
}

void set_by_another(double* a, int n) {
    int width;
    width = 4;
    int& other = width;
    other = n;
    for (int i = 0; i < n; ++i)  // expect: refused
        for (int j = 0; j < width; ++j)  // expect: refused
            a[i * 4 + j] = 0.0;
}
