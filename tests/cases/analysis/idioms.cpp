// How working programmers write loops.
#include <array>
#include <complex>
#include <cstddef>
#include <vector>

struct Accumulator {
    double sum = 0;
    int count = 0;
};

Accumulator gather_statistics(const std::vector<double>& v) {
    Accumulator acc;
    for (std::size_t i = 0; i < v.size(); ++i) {  // expect: refused
        acc.sum += v[i];
        acc.count++;
    }
    return acc;
}

void element_reference(std::vector<double>& v) {
    for (std::size_t i = 0; i < v.size(); ++i) {  // expect: parallel
        double& x = v[i];
        x = x * x;
    }
}

void skips(std::vector<double>& v) {
    for (std::size_t i = 0; i < v.size(); ++i) {  // expect: parallel
        if (v[i] < 0) continue;
        v[i] = 1 / v[i];
    }
}

void range_rows(std::vector<std::vector<double>>& m, double f) {
    for (auto& row : m)  // expect: parallel
        for (auto& x : row)  // expect: parallel
            x *= f;
}

void tiled(double* __restrict b, const double* __restrict a, int n) {
    for (int ii = 0; ii < n; ii += 32)  // expect: parallel
        for (int i = ii; i < std::min(ii + 32, n); ++i)  // expect: parallel
            b[i] = a[i];
}

void int_size(std::vector<double>& v) {
    int n = static_cast<int>(v.size());
    for (int i = 0; i < n; ++i)  // expect: parallel
        v[i] += i;
}

void mixed_types(std::vector<double>& v) {
    for (int i = 0; i < v.size(); ++i)  // expect: parallel
        v[i] += i;
}

void offset_rows(double* a, std::size_t rows, std::size_t columns) {
    for (std::size_t r = 0; r < rows; ++r) {  // expect: parallel
        const std::size_t base = r * columns;
        for (std::size_t c = 0; c < columns; ++c)  // expect: parallel
            a[base + c] = 0;
    }
}

static int flat(int x, int y, int w) { return y * w + x; }

void indexed_by_function(double* a, int w, int h) {
    for (int y = 0; y < h; ++y)  // expect: parallel collapse 2
        for (int x = 0; x < w; ++x)  // expect: parallel
            a[flat(x, y, w)] = 0;
}

void global_work() {
    static double work[64];
    for (int i = 0; i < 64; ++i)  // expect: sequential static-state
        work[i] = i;
}

void iterator(std::vector<double>& v) {
    for (auto it = v.begin(); it != v.end(); ++it)  // expect: parallel-with canonical-header
        *it = 0;
}

void two_counters(double* a, int n) {
    for (int i = 0, j = n - 1; i < j; ++i, --j)  // expect: unknown not-counted
        a[i] = a[j];
}

void local_copy(const double* x, double* y, int n) {
    const double* p = x;
    double* q = y;
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (x + n <= y || y + n <= x)
        q[i] = p[i];
}

void pointer_step(const double* a, double* __restrict out, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        *(out + i) = *(a + i);
}

void maximum(const std::vector<double>& a, double& best) {
    for (std::size_t i = 0; i < a.size(); ++i)  // expect: parallel-with reduction(max:best) assuming best - best == 0 && (a.data() + a.size() <= &best || &best + 1 <= a.data())
        best = a[i] > best ? a[i] : best;
}

void histogram(const std::vector<int>& keys, std::vector<int>& counts) {
    for (std::size_t i = 0; i < keys.size(); ++i)  // expect: parallel-with reduction(+:counts[0:counts.size()]) assuming &keys != &counts
        counts[keys[i]]++;
}

void local_array(const double* __restrict in, double* __restrict out, int n) {
    for (int i = 0; i < n; ++i) {  // expect: parallel
        double window[4];
        for (int k = 0; k < 4; ++k) window[k] = in[i * 4 + k];  // expect: parallel
        out[i] = window[0] + window[3];
    }
}

template <typename T>
void doubled(std::vector<T>& v) {
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: parallel
        v[i] += v[i];
}

void instances(std::vector<int>& a, std::vector<float>& b) {
    doubled(a);
    doubled(b);
}

void clamped_bound(const double* a, double* b, int n) {
    for (int i = 0; i < (n > 1 ? n - 1 : 0); ++i)  // expect: parallel assuming (a + n <= b || b + n - 1 <= a)
        b[i] = a[i + 1] - a[i];
}

void clamped_bound_of_a_size(std::vector<double>& a) {
    for (std::size_t i = 0; i < (a.size() >= 2 ? a.size() - 2 + 1 : 0); ++i)  // expect: parallel
        a[i] *= 2;
}

void clamped_below_a_negative_start(double* a, const double* b, int n) {
    for (int i = -1; i < (n > 1 ? n - 1 : 0); ++i)  // expect: parallel assuming (a + (n > 1 ? n - 1 : 0) + 1 <= b || b + (n > 1 ? n - 1 : 0) + 1 <= a)
        a[i + 1] = b[i + 1];
}

void converted_offset(const std::vector<double>& a, double* b, long k) {
    for (int i = 0; i + 1 < (int)a.size(); ++i)  // expect: parallel-with canonical-header assuming (a.data() + a.size() <= b + ((short)k) || b + ((int)a.size()) + ((short)k) - 1 <= a.data())
        b[i + (short)k] = a[i];
}
