// Loops for analysis without a compiler; the large set is in tests/cases/analysis.

void copied(const double* x, double* y, int n) {
    for (int i = 0; i < n; ++i)
        y[i] = x[i];
}

void recurrence(double* a, int n) {
    for (int i = 3; i < n; ++i)
        a[i] = a[i - 3] * 0.5;
}

void blurred(const float* __restrict in, float* __restrict out, int width, int height) {
    for (int y = 1; y < height - 1; ++y)
        for (int x = 1; x < width - 1; ++x)
            out[y * width + x] = 0.5f * (in[(y - 1) * width + x] + in[(y + 1) * width + x]);
}

void scattered(double* a, const int* index, int n) {
    for (int i = 0; i < n; ++i)
        a[index[i]] = i;
}

void multiplied(const int* row, const int* col, const double* value, const double* x,
                double* __restrict y, int rows) {
    for (int i = 0; i < rows; ++i) {
        double sum = 0.0;
        for (int k = row[i]; k < row[i + 1]; ++k)
            sum += value[k] * x[col[k]];
        y[i] = sum;
    }
}

void differences(double* __restrict d, const double* __restrict a, int n) {
    for (int i = 0; i + 1 < n; ++i)
        d[i] = a[i + 1] - a[i];
}

void searched(double* a, int n) {
    for (int i = 0; i < n; ++i) {
        if (a[i] < 0) break;
        a[i] = 0;
    }
}
