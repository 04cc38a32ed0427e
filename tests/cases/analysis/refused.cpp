#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <stdexcept>
#include <vector>

void distance_one(std::vector<double>& a) {
    for (std::size_t i = 1; i < a.size(); ++i)  // expect: sequential flow distance 1
        a[i] = a[i - 1] + 1.0;
}

void distance_k(double* a, int n) {
    for (int i = 4; i < n; ++i)  // expect: sequential flow distance 4
        a[i] = a[i - 4] * 0.5;
}

void anti(double* a, int n) {
    for (int i = 0; i < n; ++i)  // expect: sequential anti distance 1
        a[i] = a[i + 1];
}

void parametric(double* a, int n, int k) {
    for (int i = 0; i < n; ++i)  // expect: sequential
        a[i] = a[i + k];
}

void gauss_seidel(double* a, int n, int m) {
    for (int i = 1; i < n - 1; ++i)  // expect: sequential flow distance 1
        for (int j = 1; j < m - 1; ++j)  // expect: sequential flow distance 1
            a[i * m + j] = 0.25 * (a[(i - 1) * m + j] + a[(i + 1) * m + j] + a[i * m + j - 1] +
                                   a[i * m + j + 1]);
}

void scatter(std::vector<double>& a, const std::vector<int>& index) {
    for (std::size_t i = 0; i < index.size(); ++i)  // expect: unknown indirect-write
        a[index[i]] = static_cast<double>(i);
}

void scatter_named(std::vector<double>& a, const std::vector<int>& index) {
    for (std::size_t i = 0; i < index.size(); ++i) {  // expect: unknown
        const int target = index[i];
        a[target] = a[target] * 0.5 + 1.0;
    }
}

void narrow(double* a, int n) {
    for (int i = 0; i < n; ++i) {  // expect: unknown index-may-wrap
        unsigned char k = static_cast<unsigned char>(i);
        a[k] = i;
    }
}

void narrow_unsigned(double* a, unsigned n, unsigned m) {
    for (unsigned i = 0; i < n; ++i)  // expect: unknown index-may-wrap
        for (unsigned j = 0; j < m; ++j)  // expect: unknown index-may-wrap
            a[i * m + j - 1] = 1.0;
}

void narrow_counter(double* a, int n) {
    for (unsigned char i = 0; i < n; ++i)  // expect: unknown counter-may-wrap
        a[i] = 0.0;
}

void random_numbers(std::vector<double>& a) {
    for (std::size_t i = 0; i < a.size(); ++i)  // expect: sequential static-state
        a[i] = std::rand();
}

static int next_number() {
    static int counter = 0;
    return ++counter;
}

void static_state(std::vector<int>& a) {
    for (std::size_t i = 0; i < a.size(); ++i)  // expect: sequential static-state
        a[i] = next_number();
}

void prints(const std::vector<double>& a) {
    for (std::size_t i = 0; i < a.size(); ++i)  // expect: sequential ordered-io
        std::printf("%g\n", a[i]);
}

void streams(const std::vector<double>& a) {
    for (std::size_t i = 0; i < a.size(); ++i)  // expect: sequential ordered-io
        std::cout << a[i];
}

void bits(std::vector<bool>& flags) {
    for (std::size_t i = 0; i < flags.size(); ++i)  // expect: unknown bit-packed-container
        flags[i] = i % 2 == 0;
}

int search(const std::vector<int>& a, int wanted) {
    for (std::size_t i = 0; i < a.size(); ++i)  // expect: sequential early-exit
        if (a[i] == wanted) return static_cast<int>(i);
    return -1;
}

void stops(std::vector<int>& a) {
    for (std::size_t i = 0; i < a.size(); ++i) {  // expect: sequential early-exit
        if (a[i] < 0) break;
        a[i] = 0;
    }
}

void inserts(std::map<int, int>& m, const std::vector<int>& keys) {
    for (std::size_t i = 0; i < keys.size(); ++i)  // expect: refused
        m[keys[i]] = 1;
}

void throws(std::vector<int>& a) {
    for (std::size_t i = 0; i < a.size(); ++i) {  // expect: unknown may-throw
        if (a[i] < 0) throw std::runtime_error("negative");
        a[i] = 0;
    }
}

void may_throw_at(std::vector<int>& a) {
    for (std::size_t i = 0; i < a.size(); ++i)  // expect: unknown may-throw
        a.at(i) = 0;
}

void appends(std::vector<int>& out, const std::vector<int>& a) {
    for (std::size_t i = 0; i < a.size(); ++i)  // expect: refused
        if (a[i] > 0) out.push_back(a[i]);
}

void overlapping(std::vector<double>& a, const double* x) {
    for (std::size_t i = 0; i < a.size(); ++i)  // expect: parallel assuming (`a` and `x` do not overlap)
        a[i] = x[static_cast<int>(x[i])];
}

void walks(double* p, int n) {
    for (int i = 0; i < n; ++i)  // expect: refused
        if (*p > 0) *p++ = 0.0;
}

double recurrence(int n) {
    double x = 1.0;
    for (int i = 0; i < n; ++i)  // expect: sequential carried-scalar distance 1
        x = x * 0.5 + 1.0;
    return x;
}

void accumulates(double* a, const double* b, int n) {
    for (int i = 0; i < n; ++i)  // expect: refused
        a[0] = a[0] * 0.5 + b[i];
}

void moving_bound(std::vector<int>& a) {
    for (std::size_t i = 0; i < a.size(); ++i)  // expect: refused
        if (a[i] > 3) a.push_back(1);
}

void counter_modified(double* a, int n) {
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-condition
        a[i] = 0;
        if (a[i] > 1) ++i;
    }
}

void chases(int* next, int n) {
    int k = 0;
    while (k < n) k = next[k];  // expect: sequential carried-condition
}

void algorithm(std::vector<int>& v) {
    std::sort(v.begin(), v.end());  // expect: sequential algorithm-sort
}

void floating(double* a) {
    for (double x = 0; x < 10; x += 0.5)  // expect: unknown floating-counter
        a[static_cast<int>(x)] = x;
}

void unsigned_down(double* a, std::size_t n) {
    for (std::size_t i = n; i-- > 0;)  // expect: parallel-with canonical-header
        a[i] = 0.0;
}

void shared_bound(int* bound, int* a) {
    for (int i = 0; i < *bound; ++i)  // expect: parallel assuming (bound + 1 <= a || a + (*bound) <= bound)
        a[i] = i;
}

void prefix_sum(std::vector<double>& a) {
    for (std::size_t i = 1; i < a.size(); ++i)  // expect: sequential flow distance 1
        a[i] += a[i - 1];
}

void in_place_reverse(std::vector<int>& a) {
    const std::size_t n = a.size();
    for (std::size_t i = 0; i < n; ++i)  // expect: sequential
        a[i] = a[n - 1 - i];
}

void row_overlap(double* a, int n, int m) {
    for (int i = 0; i < n; ++i)  // expect: refused
        for (int j = 0; j <= m; ++j)  // expect: parallel
            a[i * m + j] = i;
}
