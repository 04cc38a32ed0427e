// flags: -std=gnu++17 -O2
// Statements in parentheses whose value nobody uses, as C's `assert` is written.

extern "C" void __assert_fail(const char*, const char*, unsigned, const char*) noexcept __attribute__((noreturn));
#define check(e) \
    ((void)sizeof((e) ? 1 : 0), __extension__({ \
         if (e) \
             ; \
         else \
             __assert_fail(#e, __FILE__, __LINE__, __func__); \
     }))

void checked(int n, const int* index, double* x) {
    for (int i = 0; i < n; ++i) {  // expect: parallel
        check(index[i] >= 0);
        x[i] += index[i];
    }
}

void stepping(int n, double* x) {
    for (int i = 1; i < n; ++i) {  // expect: sequential flow distance 1
        ({ x[i] = x[i - 1] + 1; });
    }
}

void local(int n, double* x) {
    for (int i = 0; i < n; ++i) {  // expect: parallel
        (void)({
            const double twice = 2 * x[i];
            x[i] = twice;
        });
    }
}

int leaving(int n, const double* x) {
    for (int i = 0; i < n; ++i) {  // expect: refused
        ({ if (x[i] < 0) return i; });
    }
    return n;
}

void valued(int n, double* x) {
    for (int i = 0; i < n; ++i)  // expect: unknown
        x[i] = ({ double y = x[i]; y * y; });
}
