// What one macro makes begins in one place: its loops, and its values, are still different ones.
#define EACH(f) case f: for (i = w - 1; i >= 1; --i, cur += out) for (k = 0; k < bytes; ++k)

void nested(unsigned char* a, unsigned w, unsigned h, int depth, int out, int filter) {
    unsigned i, stride = w * out;
    int k, bytes = out * 2;
    for (unsigned j = 0; j < h; ++j) {  // expect: sequential carried-scalar distance 1
        unsigned char* cur = a + stride * j;
        if (depth < 8) bytes = 1;
        switch (filter) {
            EACH(1) { cur[k] = 1; } break;
            EACH(2) { cur[k] += 2; } break;
        }
    }
}

#define BOTH(a, b, i, j) b[(j) % 4] + (a[(j) % 8 + 4 * (i)] = 0)

long bounded(int* __restrict a, const int* __restrict b, int n, int m) {
    long sum = 0;
    for (int i = 0; i < n; ++i)  // expect: unknown indirect-write distance 1
        for (int j = 0; j < m; ++j)  // expect: unknown indirect-write
            sum += BOTH(a, b, i, j);
    return sum;
}

#define SKIP(x, y) if (x) goto next; if (y) goto done

int jumps(const int* x, int* y, int n) {
    int i;
    for (i = 0; i < n; ++i) {  // expect: sequential early-exit
        SKIP(x[i] < 0, x[i] > 1000);
        y[i] = x[i];
    next:
        y[i] += 1;
    }
done:
    return i;
}
