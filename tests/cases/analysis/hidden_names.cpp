// Conditions name variables as the function itself does, or not at all.

static double* target;
static int columns;

static void put(int i, double value) { target[i] = value; }
static int place(int i, int j) { return i * columns + j; }

namespace sizes {
int rows;
double* shared;

void inside(double* a, int n, int m) {
    for (int i = 0; i < n; ++i)  // expect: parallel collapse 2 assuming rows >= m
        for (int j = 0; j < m; ++j)  // expect: parallel
            a[i * rows + j] = 1;
}
}  // namespace sizes

void hidden_pointer(double* a, double* target, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (`::target` and `a` do not overlap)
        put(i, a[i]);
}

void hidden_size(double* a, int n, int m, int columns) {
    for (int i = 0; i < n; ++i)  // expect: refused
        for (int j = 0; j < m; ++j)  // expect: parallel
            a[place(i, j)] = 1;
}

void of_a_namespace(double* a, int n, int m) {
    for (int i = 0; i < n; ++i)  // expect: refused
        for (int j = 0; j < m; ++j)  // expect: parallel
            a[i * sizes::rows + j] = 1;
}

struct Table {
    double* target;
    int n;
    void copy(double* a) {
        for (int i = 0; i < n; ++i)  // expect: parallel assuming (`::target` and `a` do not overlap)
            ::target[i] = a[i];
    }
};

void seen(double* a, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (target + n <= a || a + n <= target)
        target[i] = a[i];
}
