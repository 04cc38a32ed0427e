// Loops whose lengths are multiplied: how much there is to do, as an expression before them.
#include <cstddef>

void three_deep(double* c, int n, int m, int k) {
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < m; ++j)
            for (int l = 0; l < k; ++l) c[i * m + j] += 1.0;
}

void unsigned_sizes(double* a, std::size_t n, std::size_t m) {
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < m; ++j) a[i * m + j] = 0.0;
}

void long_sizes(double* a, long n, long m) {
    for (long i = 0; i < n; ++i)
        for (long j = 0; j < m; ++j) a[i * m + j] = 0.0;
}

void between(double* a, int first, int last) {
    for (int i = first; i < last; ++i) a[i] = 0.0;
}

void between_rows(double* a, int first, int last, int m) {
    for (int i = first; i < last; ++i)
        for (int j = 0; j < m; ++j) a[i * m + j] = 0.0;
}

// What `n` was when the function was called is not what it is before the loop.
void halved(double* a, int n) {
    n = n / 2;
    for (int i = 0; i < n; ++i) a[i] = 0.0;
}

// Two variables of one name.
void hidden(double* a, int n) {
    {
        const int n = 100 + (a != nullptr);
        for (int i = 0; i < n; ++i) a[i] = 0.0;
    }
    a[n] = 1.0;
}
