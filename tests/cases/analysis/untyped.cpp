// Pointers that a function makes of its `void*` parameters.

void from_parameter(void* pointer_u, void* pointer_r, int n) {
    double(*u)[8] = (double(*)[8])pointer_u;
    double(*r)[8] = (double(*)[8])pointer_r;
    double row[8];
    for (int i = 0; i < n; ++i) {  // expect: unknown shared-temporary
        for (int j = 0; j < 8; ++j) row[j] = u[i][j];  // expect: parallel
        for (int j = 0; j < 8; ++j) r[i][j] = row[7 - j];  // expect: parallel
    }
}

void redirected_parameter(void* pointer_u, int n) {
    double row[8];
    pointer_u = row;
    double* u = (double*)pointer_u;
    for (int j = 0; j < n; ++j) row[j] = u[j];  // expect: parallel assuming (row + 8 <= u || u + n <= row)
}

void two_of_one(void* pointer, int n) {
    double* u = (double*)pointer;
    double* v = (double*)pointer;
    for (int j = 0; j < n; ++j) v[j + 1] = u[j];  // expect: parallel assuming (u + n <= v + 1 || v + n + 1 <= u)
}
