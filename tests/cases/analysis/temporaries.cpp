// flags: -std=gnu++17 -O2
// Plain records as values: made, returned, and taken apart at once.

struct number {
    double real, imag;
};

#define product(a, b) \
    (number){((a).real * (b).real) - ((a).imag * (b).imag), ((a).real * (b).imag) + ((a).imag * (b).real)}
#define difference(a, b) (number){(a).real - (b).real, (a).imag - (b).imag}

void products(number* y, const number* x, number u, int n) {
    for (int i = 0; i < n; i++)  // expect: parallel assuming (y + n <= x || x + n <= y)
        y[i] = product(u, difference(x[i], x[0]));
}

static number half(number a) {
    number b;
    b.real = a.real / 2;
    b.imag = a.imag / 2;
    return b;
}

void halves(double* y, const number* x, int n) {
    for (int i = 0; i < n; i++)  // expect: parallel assuming ((const void *)(y + n) <= (const void *)(x) || (const void *)(x + n) <= (const void *)(y))
        y[i] = half(x[i]).real;
}

static number& first(number* a) { return a[0]; }

void shared(number* y, double* x, int n) {
    for (int i = 0; i < n; i++)  // expect: refused
        first(y).real = x[i];
}

void neighbour(number* y, number u, int n) {
    for (int i = 1; i < n; i++)  // expect: sequential flow distance 1
        y[i] = product(u, difference(y[i - 1], y[i]));
}

struct view {
    double& one;
};

void through_reference(double* y, double* x, int n) {
    for (int i = 1; i < n; i++)  // expect: refused
        y[i] = view{y[i - 1]}.one + x[i];
}
