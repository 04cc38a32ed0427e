// expect: flow-dependence
void relax(double* a, int n) {
    for (int i = 1; i < n; ++i) a[i] = 0.5 * (a[i] + a[i - 1]);
}
