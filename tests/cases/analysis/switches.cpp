// A switch leads to each of its labels, whatever stands before them.

int left_by_another_case(const int* __restrict c, int* __restrict a, int* __restrict b, int n) {
    int t = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        switch (c[i]) {
            case 0: t = a[i]; break;
            case 1: b[i] = t; break;
        }
    }
    return 0;
}

void left_in_blocks(const int* __restrict c, int* __restrict a, int* __restrict b, int n) {
    int t = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        switch (c[i]) {
            case 0: {
                t = a[i];
                break;
            }
            default: {
                b[i] = t;
            }
        }
    }
}

void left_by_continue(const int* __restrict c, int* __restrict a, int* __restrict b, int n) {
    int t = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        switch (c[i]) {
            case 0: t = a[i]; continue;
            case 1: t = 2;
        }
        b[i] = t;
    }
}

void not_every_number(const int* __restrict c, int* __restrict a, int n) {
    int t = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        switch (c[i]) {
            case 0: t = a[i]; break;
            case 1: t = 1; break;
        }
        a[i] = t;
    }
}

void into_a_loop(const int* __restrict c, int* __restrict a, int* __restrict b, int n) {
    int t = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        int j = 0;
        switch (c[i]) {
            case 0:
                do {  // expect: unknown not-counted
                    t = a[i];
                    case 1: b[i] += t;
                } while (++j < 3);
        }
    }
}

void of_an_inner_switch(const int* __restrict c, int* __restrict a, int* __restrict b, int n) {
    int t = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        switch (c[i]) {
            case 0:
                switch (a[i]) {
                    case 0: t = 1; break;
                    default: t = 2; break;
                }
                break;
            case 1: b[i] = t; break;
        }
    }
}

void rows(const int* __restrict c, double* __restrict a, int n) {
    double t[4];
    for (int i = 0; i < n; ++i) {  // expect: refused
        switch (c[i]) {
            case 0:
                for (int j = 0; j < 4; ++j) t[j] = i;  // expect: parallel
                break;
            case 1:
                for (int j = 0; j < 4; ++j) a[4 * i + j] = t[j];  // expect: parallel
                break;
        }
    }
}

void subscripts(const int* __restrict c, int* __restrict a, int n) {
    for (int i = 0; i < n; ++i) {  // expect: refused
        int k = i;
        switch (c[i]) {
            case 0: k = 0; break;
            case 1: a[k] = 1; break;
        }
    }
}

double sums(const int* __restrict c, const double* __restrict a, int n) {
    double s = 0;
    for (int i = 0; i < n; ++i) {  // expect: parallel-with reduction(+:s)
        switch (c[i]) {
            case 0: s += a[i]; break;
            case 1: s -= a[i]; break;
        }
    }
    return s;
}

int counts(const int* c, int n) {
    int ones = 0, others = 0;
    for (int i = 0; i < n; ++i) {  // expect: parallel-with reduction(+:ones) reduction(+:others)
        switch (c[i]) {
            case 1: ++ones; break;
            default: ++others;
        }
    }
    return ones - others;
}

double sum_that_is_read(const int* __restrict c, double* __restrict a, int n) {
    double s = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        switch (c[i]) {
            case 0: s += a[i]; break;
            case 1: a[i] = s; break;
        }
    }
    return s;
}

int every_number(const int* __restrict c, int* __restrict a, int n) {
    int t = 0;
    for (int i = 0; i < n; ++i) {  // expect: parallel-with lastprivate(t)
        switch (c[i]) {
            case 0: t = a[i]; break;
            case 1:
            case 2: t = 3; break;
            default: t = 1;
        }
        a[i] = t;
    }
    return t;
}

void own_elements(const int* __restrict c, int* __restrict a, int n) {
    for (int i = 0; i < n; ++i) {  // expect: parallel
        switch (c[i]) {
            case 0: a[i] = 1; break;
            case 1: a[i] += 2; [[fallthrough]];
            default: a[i] -= 1;
        }
    }
}
