// Loops that walk with iterators and pointers.
#include <cstddef>
#include <iterator>
#include <vector>

struct Pair {
    double x, y;
};

void elements(std::vector<double>& v) {
    for (auto it = v.begin(); it != v.end(); ++it) *it = *it * 2;
}

void fields(std::vector<Pair>& v) {
    for (std::vector<Pair>::iterator it = v.begin(); it < v.end(); it++) it->x += (*it).y;
}

double sum(const std::vector<double>& v) {
    double s = 0;
    for (auto it = v.cbegin(), e = v.cend(); it != e; ++it) s += *it;
    return s;
}

void neighbours(std::vector<double>& v) {
    for (auto it = std::begin(v); it != std::end(v); ++it) {
        if (it - v.begin() + 1 < (long)v.size()) *it = it[1];
    }
}

void in_step(std::vector<double>& v, const std::vector<double>& w) {
    if (w.size() < v.size()) return;
    auto other = w.begin();
    for (auto it = v.begin(), jt = v.begin(); it != v.end(); ++it, ++jt) *it = *jt + *other;
}

void pointer(double* a, int n) {
    if (n < 0) n = 0;
    for (double* p = a; p != a + n; ++p) *p = *p + 1;
}

void pointer_to_the_next(double* a, int n) {
    for (double* p = a; p < a + n; ++p) *p = *(p + 1);
}

void pointer_before(double* a, int n) {
    for (double* p = a + 1; p < a + n; ++p) *p = *(p - 1);
}

void two_pointers(double* a, const double* b, int n) {
    const double* q = b;
    for (double* p = a; p < a + n; p++, q++) *p = *q;
}

void two_in_the_header(double* a, double* b, int n) {
    double* const end = a + n;
    for (double *p = a, *q = b; p < end; p++, q++) *p = q[0];
}

void base_moves(double* a, int n) {
    double* const end = a + n;
    a += n > 2;
    for (double* p = a; p < end; ++p) *p = 1;
}

void bound_moves(double* a, int n) {
    for (double* p = a; p < a + n; ++p) {
        *p += 1;
        if (*p > 3) --n;
    }
}

void rows(std::vector<std::vector<double>>& m) {
    for (auto row = m.begin(); row != m.end(); ++row) {
        for (auto it = row->begin(); it != row->end(); ++it) *it += 1;
    }
}

void all_to_the_first(std::vector<double>& v) {
    for (auto it = v.begin(); it != v.end(); ++it) v.front() += *it;
}

void writes_elsewhere(std::vector<double>& v, std::vector<double>& w) {
    for (auto it = v.begin(); it != v.end(); ++it) w[0] = *it;
}

double escapes(std::vector<double>& v) {
    auto last = v.begin();
    for (auto it = v.begin(); it != v.end(); ++it) {
        last = it;
        *last += 1;
    }
    return v.empty() ? 0 : *last;
}

void steps_inside(std::vector<double>& v) {
    for (auto it = v.begin(); it != v.end(); ++it) {
        *it = 1;
        if (it + 1 != v.end()) ++it;
    }
}

void as_bytes(int* a, int n) {
    for (short* p = (short*)a; p < (short*)a + n; ++p) *p = 1;
}

void of_an_array(double* a) {
    double c[16];
    for (double* p = c; p < c + 16; ++p) *p = 1;
    for (const double* p = c; p != c + 16; ++p) a[0] += *p;
}

void shadowed(double* a, int n) {
    for (double* p = a; p < a + n; ++p) {
        double* b = a;
        {
            double* a = b + 1;
            *p = a[0];
        }
    }
}

void in_step_with_one_before(std::vector<double>& v, std::vector<double>& w) {
    if (w.size() < v.size()) return;
    auto out = w.begin();
    for (auto it = v.begin(); it != v.end(); ++it, ++out) *out = *it;
}

void differences(std::vector<double>& d, const std::vector<double>& v) {
    if (d.size() < v.size() || v.empty()) return;
    auto out = d.begin();
    for (auto it = v.begin() + 1; it != v.end(); ++it, ++out) *out = *it - *(it - 1);
}

void differences_in_place(std::vector<double>& v) {
    if (v.empty()) return;
    auto out = v.begin();
    for (auto it = v.begin() + 1; it != v.end(); ++it, ++out) *out = *it - *out;
}

void the_base_moved_before(double* a, int n) {
    double* p = a;
    a += 1;
    for (double* q = a; q < a + n; ++q, ++p) *q = *p;
}

void walks_on(std::vector<double>& v, int m) {
    auto it = v.begin();
    for (int i = 0; i < m; ++i) {
        auto end = v.end();
        for (auto jt = v.begin(); jt != end && it != end; ++it, ++jt) *it = *jt + 1;
    }
}
