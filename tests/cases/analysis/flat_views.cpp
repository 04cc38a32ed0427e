// A pointer to the first row of an array of arrays is used for the whole array.

static double grid[16][8];

void of_the_next_row(double a[][8], int n) {
    double* p = &a[0][0];
    for (int i = 0; i < n - 1; ++i)                                // expect: sequential anti distance 1
        for (int j = 0; j < 8; ++j) p[i * 8 + j] = a[i + 1][j];  // expect: parallel
}

void by_the_row(double a[][8], int n) {
    double* p = a[0];
    for (int i = 0; i < n - 1; ++i)                                // expect: sequential anti distance 1
        for (int j = 0; j < 8; ++j) p[i * 8 + j] = a[i + 1][j];  // expect: parallel
}

void of_the_same_row(double a[][8], int n) {
    double* p = &a[0][0];
    for (int i = 0; i < n; ++i)                                          // expect: parallel collapse 2
        for (int j = 0; j < 8; ++j) p[i * 8 + j] = 2.0 * a[i][j] + 1;  // expect: parallel
}

void sums_of_rows(double a[][8], int n) {
    double* p = &a[0][0];
    for (int i = 0; i < n - 1; ++i) {  // expect: sequential flow distance 1
        double t = 0;
        for (int j = 0; j < 8; ++j) t += a[i][j];  // expect: parallel-with reduction(+:t)
        p[8 * i + 8] = t;
    }
}

void of_a_global() {
    double* p = &grid[1][0];
    for (int i = 0; i < 8; ++i) p[i - 8] = grid[1][i];  // expect: parallel
}

void reversed() {
    double* p = &grid[1][0];
    for (int i = 0; i < 8; ++i) p[i - 8] = grid[0][7 - i];  // expect: refused
}

void all_of_it() {
    double* p = grid[0];
    for (int i = 0; i < 128; ++i) p[i] *= 2.0;  // expect: parallel
}

void own_rows(double a[][8], int n, int m) {
    for (int i = 0; i < n; ++i) {  // expect: parallel
        double* row = a[i];
        for (int j = 0; j < m; ++j) row[j] = i + j;  // expect: parallel
    }
}

void eliminated(double a[][64], int n, int k) {
    const double* pivot = a[k];
    for (int i = k + 1; i < n; ++i) {  // expect: parallel
        double* row = a[i];
        for (int j = k; j < n; ++j) row[j] -= 0.5 * pivot[j];  // expect: parallel
    }
}
