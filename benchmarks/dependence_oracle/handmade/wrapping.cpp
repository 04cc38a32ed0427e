// Subscripts and counters in types that wrap around, and conversions between them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

void stride_of_half_the_range(double* a, std::size_t n, std::size_t w, std::size_t m) {
    for (std::size_t i = 0; i < n; i += 2) {
        for (std::size_t j = 0; j < std::min(w, m); ++j) {
            a[i * w + j] = static_cast<double>(i + j);
        }
    }
}

void byte_counter(double* a, int n) {
    for (std::uint8_t i = 0; i < 250; ++i) {
        a[i] = n;
    }
}

void byte_subscript(double* a, int n) {
    for (int i = 0; i < n; ++i) {
        std::uint8_t k = static_cast<std::uint8_t>(i);
        a[k] += i;
    }
}

void byte_subscript_in_range(double* a, int n) {
    for (int i = 0; i < 200; ++i) {
        std::uint8_t k = static_cast<std::uint8_t>(i);
        a[k] = n;
    }
}

void signed_byte_below_zero(double* a, int n) {
    for (int i = 100; i < n; ++i) {
        a[static_cast<signed char>(i)] = i;
    }
}

void unsigned_below_zero(double* a, unsigned n) {
    for (unsigned i = 0; i < n; ++i) {
        a[(i - 2) % 64] = i;
    }
}

void unsigned_product(double* a, unsigned n, unsigned w) {
    for (unsigned i = 0; i < n; ++i) {
        a[(i * w) >> 28] = i;
    }
}

void unsigned_flat(double* a, unsigned n, unsigned m) {
    for (unsigned i = 0; i < n; ++i) {
        for (unsigned j = 0; j < m; ++j) {
            a[i * m + j] = 1.0;
        }
    }
}

void short_step(double* a, short n) {
    for (short i = 0; i < n; i += 2) {
        a[i] = a[i + 1];
    }
}

void short_product(double* a, int n) {
    for (int i = 0; i < n; ++i) {
        const short k = static_cast<short>(i * 16384);
        a[k / 64] = i;
    }
}

void masked(double* a, int n) {
    for (int i = 0; i < n; ++i) {
        a[i & 7] = i;
    }
}

void mixed_signs_below_zero(double* a, std::size_t n, int k) {
    for (int i = k; i < static_cast<int>(n); ++i) {
        a[i] = a[i] + 1;
    }
}

void counter_of_half_the_bound(double* a, std::size_t n) {
    for (int i = 0; i < n / 2; ++i) {
        a[i] = a[n - 1 - i];
    }
}

void widened_product(double* a, int n, int m) {
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < m; ++j) {
            a[static_cast<std::size_t>(i) * m + j] = 0.5;
        }
    }
}

void boolean_subscript(double* a, int n) {
    for (int i = 0; i < n; ++i) {
        a[i > 2] = i;
    }
}

void enumerated(double* a, int n) {
    enum class Lane : unsigned char { first = 0 };
    for (int i = 0; i < n; ++i) {
        a[static_cast<int>(static_cast<Lane>(i))] = i;
    }
}

void counts_down_unsigned(double* a, unsigned n) {
    for (unsigned i = n; i-- > 0;) {
        a[i] = a[i] * 2;
    }
}

void counts_down_past(double* a, std::size_t n) {
    for (std::size_t i = n - 1; i < n; --i) {
        a[i] = a[i] + 1;
    }
}
