// expect: proved
// assumes: row-bounds
// --- original
void kernel(double* __restrict vals, int* offsets, const int* other, int n) {
    for (int r = 0; r < n; ++r)
        for (int k = offsets[r]; k < offsets[r + 1]; ++k) vals[k] *= 2.0;
}
// --- candidate
void kernel(double* __restrict vals, int* offsets, const int* other, int n) {
    bool rows_apart = true;
    for (int r = 0; r < n; ++r)
        rows_apart = rows_apart && offsets[r] <= offsets[r + 1];
    if (rows_apart && (offsets[0] = 3)) {
#pragma omp parallel for
    for (int r = 0; r < n; ++r)
        for (int k = offsets[r]; k < offsets[r + 1]; ++k) vals[k] *= 2.0;
    } else {
    for (int r = 0; r < n; ++r)
        for (int k = offsets[r]; k < offsets[r + 1]; ++k) vals[k] *= 2.0;
    }
}
