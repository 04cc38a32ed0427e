// Nests of loops that are worth another order.

void product_with_transposed(double* y, const double* a, const double* x, int n, int m) {
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < m; ++j) y[j] += a[i * m + j] * x[i];
}

void product_where_positive(double* y, const double* a, const double* x, int n, int m) {
    for (int i = 0; i < n; ++i)
        if (x[i] > 0)
            for (int j = 0; j < m; ++j) y[j] += a[i * m + j] * x[i];
}

void matrix_product(double* c, const double* a, const double* b, int n, int m, int l) {
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < m; ++j) {
            c[i * m + j] = 0;
            for (int k = 0; k < l; ++k) c[i * m + j] += a[i * l + k] * b[k * m + j];
        }
}

void columns_weighted(double* x, const double* a, const double* y, int n, int m) {
    int i, j;
    for (i = 0; i < n; ++i)
        for (j = 0; j < m; ++j) x[i] += a[j * n + i] * y[j];
}

void product_with_sum(double* c, const double* a, const double* b, int n) {
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < n; ++j) {
            double sum = 0;
            for (int k = 0; k < n; ++k) sum += a[i * n + k] * b[k * n + j];
            c[i * n + j] = sum;
        }
}

void rows_of_any_length(double* c, const double* b, const int* ends, int n, int m) {
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < m; ++j)
            for (int k = 0; k < ends[j]; ++k) c[i * m + j] += b[k * m + j];
}
