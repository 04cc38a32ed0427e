// Loops that look parallel and are not, or not always: what a careless analysis would offer.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

void same_pointer(double* a, int n) {
    double* b = a + 1;
    for (int i = 0; i < n; ++i)  // expect: sequential flow distance 1
        b[i] = a[i] * 0.5;
}

void redirected(double* a, double* b, int n) {
    double* p = a;
    if (n > 10) p = b;
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (a + n <= p || p + n <= a)
        p[i] = a[i];
}

void shifted_later(double* a, int n) {
    int k = 0;
    double* p = a + k;
    k = 3;
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (a + k + n <= p || p + n <= a + k)
        p[i] = a[i + k];
}

void swapped(std::vector<double>& a, std::vector<double>& b, int n, int steps) {
    double* current = a.data();
    double* next = b.data();
    for (int t = 0; t < steps; ++t) {  // expect: refused
        for (int i = 1; i < n - 1; ++i)  // expect: parallel assuming (current + n <= next + 1 || next + n - 1 <= current)
            next[i] = 0.5 * (current[i - 1] + current[i + 1]);
        std::swap(current, next);
    }
}

void reference_sum(const double* a, int n, double& sum) {
    for (int i = 0; i < n; ++i)  // expect: parallel-with reduction(+:sum) assuming (a + n <= &sum || &sum + 1 <= a)
        sum += a[i];
}

void reference_bound(const int& n, int* a) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (&n + 1 <= a || a + n <= &n)
        a[i] = 0;
}

int limit = 10;

void global_bound(int* a) {
    for (int i = 0; i < limit; ++i)  // expect: parallel assuming (&limit + 1 <= a || a + limit <= &limit)
        a[i] = 0;
}

void bytes(unsigned char* out, const double* in, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming ((const void *)(out + n) <= (const void *)(in) || (const void *)(in + n) <= (const void *)(out))
        out[i] = static_cast<unsigned char>(in[i]);
}

void signs(unsigned* out, const int* in, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming ((const void *)(out + n) <= (const void *)(in) || (const void *)(in + n) <= (const void *)(out))
        out[i] = in[i];
}

void pointer_rows(double** rows, int n, int m) {
    for (int i = 0; i < n; ++i)  // expect: parallel collapse 2 assuming (no two pointers of `rows[]` lead to memory that overlaps)
        for (int j = 0; j < m; ++j)  // expect: parallel
            rows[i][j] = 1.0;
}

void vector_rows_and_row(std::vector<std::vector<double>>& m, const std::vector<double>& x) {
    for (std::size_t i = 0; i < m.size(); ++i)  // expect: parallel assuming (m.data() + m.size() <= &x || &x + 1 <= m.data())
        m[i][0] = x[0];
}

void wraps_below(double* a, unsigned n) {
    for (unsigned i = 0; i < n; ++i)  // expect: unknown index-may-wrap
        a[i - 1] = a[i];
}

void modulo(double* a, int n) {
    for (int i = 0; i < n; ++i)  // expect: refused
        a[i % 8] = i;
}

void halved(double* a, int n) {
    for (int i = 0; i < n; ++i)  // expect: refused
        a[i / 2] = i;
}

void square(double* a, int n) {
    for (int i = -n; i < n; ++i)  // expect: refused
        a[i * i] = i;
}

void truncated(double* a, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)  // expect: refused
        a[static_cast<std::uint16_t>(i)] = 0;
}

void not_within_row(double* a, int n, int m, int w) {
    for (int i = 0; i < n; ++i)  // expect: parallel collapse 2 assuming m >= w
        for (int j = 0; j < w; ++j)  // expect: parallel
            a[i * m + j] = 1;
}

void negative_column(double* a, int n, int m) {
    for (int i = 0; i < n; ++i)  // expect: refused
        for (int j = -1; j < m; ++j)  // expect: parallel
            a[i * m + j] = 1;
}

void zero_stride(double* a, int n, int s) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming s >= 1
        a[i * s] = i;
}

void breaks_inside(double* a, std::size_t n, std::size_t m) {
    for (std::size_t i = 0; i < n; ++i)  // expect: refused
        for (std::size_t j = 0; j < m - 1; ++j) {  // expect: sequential early-exit
            if (a[i * m + j] < 0) break;
            a[i * m + j] = 0;
        }
}

struct Node {
    int value;
    Node* next;
};

void linked(Node* nodes, int n) {
    for (int i = 0; i < n; ++i)  // expect: refused
        nodes[i].next->value = i;
}

union Cell {
    int whole;
    float real;
};

void unions(Cell* cells, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown possible distance 1
        cells[i].whole = static_cast<int>(cells[i + 1].real);
}

void stale_temporary(double* a, int n) {
    double last = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        a[i] = last;
        last = a[i] + 1;
    }
}

int conditional_last(const std::vector<int>& a) {
    int found = -1;
    for (std::size_t i = 0; i < a.size(); ++i)  // expect: unknown conditional-last-value
        if (a[i] > 0) found = a[i];
    return found;
}

void shared_buffer(const double* __restrict in, double* __restrict out, int n) {
    double buffer[8];
    for (int i = 0; i < n; ++i) {  // expect: unknown shared-temporary
        for (int k = 0; k < 8; ++k) buffer[k] = in[i * 8 + k];  // expect: parallel
        out[i] = buffer[0] + buffer[7];
    }
}

void copies_blocks(char* out, const char* in, int n) {
    for (int i = 0; i < n; ++i)  // expect: refused
        std::memcpy(out + i * 8, in + i * 8, 8);
}

static void put(std::vector<double>& v, int i, double x) { v[i] = x; }

void through_a_callee(std::vector<double>& v, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        put(v, i, 1.0);
}

void swaps_neighbours(std::vector<int>& a) {
    for (std::size_t i = 0; i + 1 < a.size(); ++i)  // expect: sequential
        if (a[i] > a[i + 1]) std::swap(a[i], a[i + 1]);
}

void mirrored(std::vector<int>& a) {
    const std::size_t n = a.size();
    for (std::size_t i = 0; i < n / 2; ++i)  // expect: unknown
        std::swap(a[i], a[n - 1 - i]);
}

void upper_and_lower(double* a, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        for (int j = 0; j < i; ++j)  // expect: parallel
            a[i * n + j] = a[j * n + i];
}

void transposes(double* __restrict b, const double* __restrict a, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel collapse 2
        for (int j = 0; j < n; ++j)  // expect: parallel
            b[j * n + i] = a[i * n + j];
}

void in_place_transpose(double* a, int n) {
    for (int i = 0; i < n; ++i)  // expect: sequential
        for (int j = 0; j < n; ++j)  // expect: parallel
            a[j * n + i] = a[i * n + j];
}

struct Field {
    std::vector<double> a, b;
    double* raw;
    int n;
    void step();
    void through_raw();
};

void Field::step() {
    for (int i = 1; i < n - 1; ++i)  // expect: parallel
        b[i] = a[i - 1] + a[i + 1];
}

void Field::through_raw() {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (raw + n <= this->a.data() || this->a.data() + this->a.size() <= raw)
        raw[i] = a[i];
}

void span_and_vector(std::span<double> s, const std::vector<double>& v) {
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: parallel assuming (s.data() + v.size() <= v.data() || v.data() + v.size() <= s.data())
        s[i] = v[i];
}

void same_vector_element(std::vector<double>& v, double& x) {
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: parallel assuming (v.data() + v.size() <= &x || &x + 1 <= v.data())
        v[i] += x;
}

void lambda(std::vector<double>& v) {
    double s = 0;
    auto add = [&](double x) { s += x; };
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: refused
        add(v[i]);
}

void float_step(double* a, int n, int step) {
    for (int i = 0; i < n; i += step)  // expect: parallel assuming step > 0 && step <= 1048576
        a[i] = 0;
}

void wrapping_step(double* a, unsigned n) {
    for (unsigned i = 0; i < n; i += 3)  // expect: parallel assuming n <= 4294967293u
        a[i] = 0;
}

void mixed_signs(double* a, std::size_t n, int k) {
    for (int i = k; i < n; ++i)  // expect: unknown mixed-sign-comparison
        a[i + 10] = 0;
}

int last_index(double* a, int n) {
    int i;
    for (i = 0; i < n; ++i)  // expect: parallel-with lastprivate(i)
        a[i] = 0;
    return i;
}

struct Series {
    std::vector<double> values;
    double at(int i) const { return values[i]; }
    void smooth(int n);
};

void Series::smooth(int n) {
    for (int i = 1; i < n; ++i)  // expect: sequential flow distance 1
        values[i] = at(i - 1);
}

struct View {
    double* data;
    int n;
};

static double sample(const View& v, int i) { return v.data[i]; }
static void store(View& v, int i, double x) { v.data[i] = x; }

void views(const View& v, double* out, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown may-alias
        out[i] = sample(v, i + 1);
}

void stores(View& v, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown unknown-write
        store(v, i / 2, i);
}

static double table[256];

static double look_up(int i) { return table[i]; }

void rewrites_table(int n) {
    for (int i = 1; i < n; ++i)  // expect: refused
        table[i] = look_up(i - 1) + 1;
}

void through_table(double* out, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (table + 256 <= out || out + n <= table)
        out[i] = look_up(i);
}

void clamped_write(double* out, int n) {
    for (int i = 0; i < n; ++i)  // expect: refused
        out[std::clamp(i, 0, 7)] = i;
}

void clamped_read(const double* in, double* out, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (in + n <= out || out + n <= in)
        out[i] = in[std::clamp(i + 3, 0, n - 1)];
}

void byte_index(double* out, const unsigned char* in, int n) {
    for (int i = 0; i < n; ++i)  // expect: refused
        out[in[i]] = i;
}

void inner_data_bound(double* out, const unsigned char* in, int n) {
    for (int i = 0; i < n; ++i)  // expect: refused
        for (int j = 0; j < in[i]; ++j)  // expect: parallel assuming ((const void *)(out + (in[i]) + 1LL * 16 * i) <= (const void *)(in + i) || (const void *)(in + i + 1) <= (const void *)(out + 1LL * 16 * i))
            out[i * 16 + j] = j;
}

void header_rewritten(std::vector<double>& a, std::vector<double>& b) {
    for (std::size_t i = 0; i + 1 < a.size(); ++i)  // expect: parallel-with canonical-header assuming &a != &b
        b[i] = a[i + 1] - a[i];
}

void guard_would_divide(double* out, const double* in, int n, int d) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (`out` and `in` do not overlap)
        for (int j = 0; j < 100 / d; ++j)  // expect: refused
            out[i] += in[j];
}

void step_behind_a_pointer(double* a, int n, const int* step) {
    for (int i = 0; i < n; i += *step)  // expect: unknown not-counted
        a[i] = 0;
}

void step_back(double* a, int n, int step) {
    for (int i = n; i > 0; i += step)  // expect: parallel assuming step < 0 && step >= -1048576
        a[i] = 0;
}

void step_of_an_inner_loop(double* __restrict a, int n, int step) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        for (int j = 0; j < n; j += step)  // expect: parallel assuming step > 0 && step <= 1048576
            a[i * n + j] = 0;
}

constexpr int tile = 32;

void constant_step(double* __restrict b, int n) {
    for (int ii = 0; ii < n; ii += tile)  // expect: parallel
        for (int i = ii; i < std::min(ii + tile, n); ++i)  // expect: parallel
            b[i] = i;
}

void rows_left_out(double* a, std::size_t n, std::size_t w, std::size_t m) {
    for (std::size_t i = 0; i < n; i += 2)  // expect: parallel collapse 2 assuming w <= 2147483647
        for (std::size_t j = 0; j < std::min(w, m); ++j)  // expect: parallel
            a[i * w + j] = 1;
}

void rows_excluded(double* a, const int* used, std::size_t n, std::size_t w) {
    for (std::size_t i = 0; i < n; ++i) {  // expect: parallel assuming w <= 2147483647
        if (used[i] == 0) continue;
        for (std::size_t j = 0; j < w; ++j)  // expect: parallel
            a[i * w + j] = 1;
    }
}

void all_rows(double* a, std::size_t n, std::size_t w) {
    for (std::size_t i = 0; i < n; ++i)  // expect: parallel collapse 2
        for (std::size_t j = 0; j < w; ++j)  // expect: parallel
            a[i * w + j] = 1;
}

void counters_shared(double (*a)[200], int n) {
    int i, j, k;
    for (i = 0; i < n; i++) {  // expect: refused
        for (j = 0; j < i; j++) {  // expect: sequential
            for (k = 0; k < j; k++)  // expect: sequential
                a[i][j] -= a[i][k] * a[k][j];
            a[i][j] /= a[j][j];
        }
        for (j = i; j < n; j++)  // expect: parallel-with private(k)
            for (k = 0; k < i; k++)  // expect: sequential
                a[i][j] -= a[i][k] * a[k][j];
    }
}

void halves_shared(double* a, int n) {
    int i, j;
    for (i = 0; i < n; i++) {  // expect: refused
        for (j = 0; j < i; j++)  // expect: parallel
            a[i * n + j] += a[j * n + i];
        for (j = i; j < n; j++)  // expect: parallel
            a[i * n + j] += a[j * n + i];
    }
}

struct Stored {
    double x;
    void set(double v) {
        x = v + 1;
        if (x > 3) x = 3;
    }
};

static void store(double& r, double v) {
    r = v;
    if (v > 3) r = 3;
}

void element_given_out_by_a_call(std::vector<Stored>& v, std::vector<double>& w, int n) {
    for (int i = 0; i < n; ++i)  // expect: sequential
        v.front().set(i);
    for (int i = 0; i < n; ++i)  // expect: sequential
        store(w.front(), i);
}

void rows_shortened(std::vector<std::vector<int>>& m, int n) {
    for (int i = 0; i < n; ++i)  // expect: refused
        m.back().pop_back();
}

double grid[4096];
double* __restrict window;

void restricted_by_the_file(const double* a) {
    window = grid + 64;
    for (int i = 0; i < 1024; ++i)  // expect: parallel assuming (grid + 4096 <= window + 1 || window + 1025 <= grid) && (window + 1025 <= a || a + 1024 <= window + 1)
        window[i + 1] = grid[i] + a[i];
}

void rows_of_variable_length(int n, int m, double* p, double* q) {
    auto a = (double(*)[n])p;
    auto b = (double(*)[m])q;
    for (int i = 0; i < 10; ++i)  // expect: parallel assuming ((const void *)(a + 10) <= (const void *)(b) || (const void *)(b + 10) <= (const void *)(a))
        a[i][0] = b[i][0];
}
