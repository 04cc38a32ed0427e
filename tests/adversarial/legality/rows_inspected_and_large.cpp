// expect: proved
// --- original
void kernel(double* __restrict vals, const int* __restrict offsets, int n) {
    for (int r = 0; r < n; ++r)
        for (int k = offsets[r]; k < offsets[r + 1]; ++k) vals[k] *= 2.0;
}
// --- candidate
void kernel(double* __restrict vals, const int* __restrict offsets, int n) {
    bool apart = true;
    for (int r = 0; r < n; ++r) apart = apart && offsets[r] <= offsets[r + 1];
#pragma omp parallel for if(n > 1000 && apart)
    for (int r = 0; r < n; ++r)
        for (int k = offsets[r]; k < offsets[r + 1]; ++k) vals[k] *= 2.0;
}
