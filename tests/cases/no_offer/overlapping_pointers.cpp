// expect: flow-dependence
void shift(double* a, int n) {
    double* next = a + 1;
    for (int i = 0; i < n; ++i) next[i] = 1.5 * a[i];
}
