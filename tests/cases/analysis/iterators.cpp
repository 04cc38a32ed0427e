// Loops that walk with iterators and pointers.
#include <array>
#include <cstddef>
#include <iterator>
#include <list>
#include <vector>

struct Point {
    double x, y;
};

void elements(std::vector<double>& v) {
    for (auto it = v.begin(); it != v.end(); ++it)  // expect: parallel-with canonical-header
        *it = *it * 2;
}

void fields(std::vector<Point>& v) {
    for (std::vector<Point>::iterator it = v.begin(); it < v.end(); it++)  // expect: parallel-with canonical-header
        it->x += (*it).y;
}

double sum(const std::vector<double>& v) {
    double s = 0;
    for (auto it = v.cbegin(), e = v.cend(); it != e; ++it)  // expect: parallel-with canonical-header reduction(+:s)
        s += *it;
    return s;
}

void free_functions(std::array<double, 16>& v) {
    for (auto it = std::begin(v); it != std::end(v); ++it)  // expect: parallel-with canonical-header
        *it = it - v.begin();
}

void in_step(std::vector<double>& v, const std::vector<double>& w) {
    auto jt = w.begin();
    for (auto it = v.begin(); it != v.end(); ++it, ++jt)  // expect: parallel-with canonical-header assuming &v != &w
        *it = *jt;
}

void pointers_in_step(double* __restrict a, const double* b, int n) {
    const double* const end = b + n;
    for (const double* q = b; q != end; ++q)  // expect: parallel-with canonical-header
        a[0 * n + (q - b)] = *q;
    double* p = a;
    for (const double* q = b; q != end; ++q, ++p)  // expect: parallel-with canonical-header
        *p = *q;
}

void two_in_the_header(double* a, int n) {
    for (double *p = a, *r = a; p < a + n; ++p, ++r)  // expect: parallel-with canonical-header
        *p = *r + 1;
}

void between_pointers(const double* first, const double* last, double* out) {
    double s = 0;
    for (const double* p = first; p != last; ++p)  // expect: parallel-with canonical-header reduction(+:s)
        s += *p;
    *out = s;
}

void rows(std::vector<std::vector<double>>& m) {
    for (auto row = m.begin(); row != m.end(); ++row)  // expect: parallel-with canonical-header
        for (auto it = row->begin(); it != row->end(); ++it)  // expect: parallel-with canonical-header
            *it += 1;
}

class Field {
  public:
    void scale(double f) {
        for (auto it = values_.begin(); it != values_.end(); ++it)  // expect: parallel-with canonical-header
            *it *= f;
    }

  private:
    std::vector<double> values_;
};

void next(std::vector<double>& v) {
    for (auto it = v.begin(); it != v.end() - 1; ++it)  // expect: sequential anti distance 1
        *it = it[1];
}

void differences(std::vector<double>& d, const std::vector<double>& v) {
    auto out = d.begin();
    for (auto it = v.begin() + 1; it != v.end(); ++it, ++out)  // expect: parallel-with canonical-header assuming &d != &v
        *out = *it - *(it - 1);
}

double walks_on(std::vector<double>& v, const std::vector<double>& w) {
    auto jt = w.begin();
    for (auto it = v.begin(); it != v.end(); ++it, ++jt)  // expect: refused
        *it = *jt;
    return *jt;
}

void walks_on_in_rows(std::vector<std::vector<double>>& m, const std::vector<double>& w) {
    auto jt = w.begin();
    for (std::size_t i = 0; i < m.size(); ++i)  // expect: refused
        for (auto it = m[i].begin(); it != m[i].end(); ++it, ++jt)  // expect: refused
            *it = *jt;
}

void pointer_to_the_next(double* a, int n) {
    for (double* p = a; p < a + n; ++p)  // expect: sequential anti distance 1
        *p = *(p + 1);
}

void iterator_kept(std::vector<double>& v) {
    auto last = v.begin();
    for (auto it = v.begin(); it != v.end(); ++it)  // expect: unknown not-counted
        last = it;
    *last = 0;
}

void erases(std::vector<double>& v) {
    for (auto it = v.begin(); it != v.end(); ++it)  // expect: refused
        v.push_back(*it);
}

void other_type(int* a, int n) {
    for (short* p = (short*)a; p < (short*)a + n; ++p)  // expect: unknown not-counted
        *p = 1;
}

void base_moves(double* a, int n) {
    double* const end = a + n;
    a += 1;
    for (double* p = a; p < end; ++p)  // expect: unknown not-counted
        *p = 1;
}

void shadowed(double* a, int n) {
    for (double* p = a; p < a + n; ++p) {  // expect: unknown not-counted
        double a = 2;
        *p = a;
    }
}

void of_a_list(std::list<double>& l) {
    for (auto it = l.begin(); it != l.end(); ++it)  // expect: unknown not-counted
        *it = 1;
}
