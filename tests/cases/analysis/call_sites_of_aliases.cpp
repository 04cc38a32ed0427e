// A second name of a function: calls by it are not seen.
double left[1000];
double right[1000];

extern "C" {
static void kernel(double* x, const double* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (x + n <= y || y + n <= x)
        x[i] = y[i];
}
void second_name(double* x, const double* y, int n) __attribute__((alias("kernel")));
}

void run(int n) { kernel(left, right, n); }
