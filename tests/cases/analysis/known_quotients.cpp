// Quotients of numbers that are known.
#define LENGTH 32000

void halves(double* a, const double* b) {
    int k = LENGTH / 2;
    for (int i = 0; i < LENGTH / 2; i++) {  // expect: parallel assuming (a + 32000 <= b || b + 16000 <= a)
        a[i + k] = a[i] + b[i];
    }
}

void one_too_many(double* a, const double* b) {
    int k = LENGTH / 2 - 1;
    for (int i = 0; i < LENGTH / 2; i++) {  // expect: refused
        a[i + k] = a[i] + b[i];
    }
}

void remainders(double* a) {
    unsigned k = LENGTH % 30000u;
    for (unsigned i = 0; i < (LENGTH >> 4); i++) {  // expect: parallel
        a[i + k] = a[i];
    }
}

void overlapping_remainders(double* a) {
    unsigned k = LENGTH % 30001u;
    for (unsigned i = 0; i < (LENGTH >> 4); i++) {  // expect: refused
        a[i + k] = a[i];
    }
}
