// Functions of one compound assignment are seen through.

static void add_product(double* a, const double* b, const double* c, int i) { a[i] += b[i] * c[i]; }

void each_its_own(double* a, double* b, const double* c, const double* d, int n) {
    for (int i = 0; i < n; i++) {  // expect: parallel assuming (b + n <= d || d + n <= b) && (a + n <= d || d + n <= a) && (b + n <= c || c + n <= b) && (a + n <= c || c + n <= a) && (a + n <= b || b + n <= a)
        b[i] = d[i] * c[i];
        add_product(a, b, c, i);
    }
}

void same_element(double* a, const double* b, const double* c, int n, int k) {
    for (int i = 0; i < n; i++)  // expect: refused
        add_product(a, b, c, k);
}

void into_the_next(double* a, const double* c, int n) {
    for (int i = 0; i < n; i++)  // expect: refused
        add_product(a + 1, a, c, i);
}

static void add_at(double* bins, const int* index, int i, double x) { bins[index[i]] += x; }

void histogram(double* bins, const int* index, const double* x, int n) {
    for (int i = 0; i < n; i++)  // expect: refused
        add_at(bins, index, i, x[i]);
}
