// `goto` that stays inside the body: some statements are left out, and no iteration leaves the loop.

void one_of_two(double* a, double* b, const double* c, const double* d, int n) {
    for (int i = 0; i < n; i++) {  // expect: parallel assuming (a + n <= c || c + n <= a) && (b + n <= c || c + n <= b) && (a + n <= d || d + n <= a) && (b + n <= d || d + n <= b) && (a + n <= b || b + n <= a)
        if (c[i] < 0.) goto other;
        a[i] = c[i] + d[i] * d[i];
        goto done;
    other:
        b[i] = a[i] + d[i] * d[i];
    done:;
    }
}

void left_out(double* a, const double* b, int n) {
    for (int i = 0; i < n; i++) {  // expect: parallel assuming (a + n <= b || b + n <= a)
        if (b[i] > 0.) goto next;
        a[i] = 1.0;
    next:
        a[i] += b[i];
    }
}

void carried_through(double* a, const double* b, int n) {
    for (int i = 1; i < n; i++) {  // expect: sequential flow distance 1
        if (b[i] > 0.) goto next;
        a[i] = 1.0;
    next:
        a[i] += a[i - 1];
    }
}

void leaves(double* a, const double* b, int n) {
    for (int i = 0; i < n; i++) {  // expect: sequential early-exit
        if (b[i] > 0.) goto end;
        a[i] = 1.0;
    }
end:
    a[0] = 2.0;
}

void repeats(double* a, const double* b, int n) {
    for (int i = 0; i < n; i++) {  // expect: refused
        int k = i;
    again:
        a[k] = 1.0;
        k++;
        if (b[k] > 0.) goto again;
    }
}

void entered_from_outside(double* a, int n) {
    int i = 0;
    if (n > 10) goto inside;
    for (i = 0; i < n; i++) {  // expect: refused
        a[i] = 1.0;
    inside:
        a[i] += 1.0;
    }
}

void out_of_the_inner_loop(double* a, const double* b, int n, int m) {
    for (int i = 0; i < n; i++) {  // expect: parallel assuming (a + n <= b || b + m <= a)
        for (int j = 0; j < m; j++)  // expect: sequential early-exit
            if (b[j] > i) goto found;
        a[i] = 1.0;
    found:
        a[i] += 2.0;
    }
}

void kept_by_one_branch(double* a, const double* b, int n) {
    double t = 0.0;
    for (int i = 0; i < n; i++) {  // expect: refused
        if (b[i] > 0.) goto use;
        t = b[i];
    use:
        a[i] = t;
    }
}

void scratch_left_out(double* out, const double* in, int n) {
    double t[8];
    for (int i = 0; i < n; i++) {  // expect: refused
        if (in[i] > 0.) goto use;
        for (int j = 0; j < 8; j++) t[j] = in[i + j];  // expect: parallel
    use:
        out[i] = t[3];
    }
}

void chosen(double* a, const double* b, const int* which, int n) {
    for (int i = 0; i < n; i++) {  // expect: parallel assuming (a + n <= b || b + n <= a)
        switch (which[i]) {
            case 1: goto one;
            case 2: goto two;
        }
    one:
        a[i] += b[i];
        goto done;
    two:
        a[i] += b[i] * b[i];
    done:;
    }
}
