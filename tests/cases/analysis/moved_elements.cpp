// Moving and swapping containers makes no elements: what led to them leads into another one then.
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

void moved_here(std::size_t n, double* out) {
    std::vector<double> a(n, 1.0);
    const double* raw = a.data();
    std::vector<double> w = std::move(a);
    for (std::size_t i = 0; i < n; ++i)  // expect: parallel assuming (raw + n <= w.data() || w.data() + w.size() <= raw)
        w[i] = raw[n - 1 - i] + 1;
    out[0] = w[0];
}

struct Holder {
    std::vector<double> b;
};

void moved_member(std::size_t n, Holder& t) {
    Holder s;
    s.b.resize(n);
    const double* raw = s.b.data();
    t.b = std::move(s.b);
    for (std::size_t i = 0; i < n; ++i)  // expect: parallel assuming (t.b.data() + t.b.size() <= raw || raw + n <= t.b.data())
        t.b[i] = raw[n - 1 - i] + 1;
}

void swapped_member(std::size_t n, Holder& t) {
    Holder s;
    s.b.resize(n);
    const double* raw = s.b.data();
    t.b.swap(s.b);
    for (std::size_t i = 0; i < n; ++i)  // expect: parallel assuming (t.b.data() + t.b.size() <= raw || raw + n <= t.b.data())
        t.b[i] = raw[n - 1 - i] + 1;
}

void taken(std::vector<double>& v, const double* raw) {
    std::vector<double> w = std::move(v);
    const std::size_t n = w.size();
    for (std::size_t i = 0; i < n; ++i)  // expect: parallel assuming (raw + n <= w.data() || w.data() + w.size() <= raw)
        w[i] = raw[n - 1 - i] + 1;
    v = std::move(w);
}

std::vector<double> take(std::vector<double>& v) { return std::move(v); }

void taken_by_another(std::vector<double>& v, const double* raw) {
    std::vector<double> w = take(v);
    const std::size_t n = w.size();
    for (std::size_t i = 0; i < n; ++i)  // expect: parallel assuming (raw + n <= w.data() || w.data() + w.size() <= raw)
        w[i] = raw[n - 1 - i] + 1;
    v = std::move(w);
}

// What the caller moved there it may have a pointer to.
double given(std::vector<double> w, const double* raw, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)  // expect: parallel assuming (w.data() + w.size() <= raw || raw + n <= w.data())
        w[i] = raw[n - 1 - i] + 1;
    return w[0];
}

// Another container has elements of its own, wherever those of this one came from.
void apart(std::vector<double>& v, const std::vector<double>& u) {
    std::vector<double> w = std::move(v);
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = u[i] + 1;  // expect: parallel
    v = std::move(w);
}

// What is made of numbers was not there before.
void made(std::size_t n, const double* raw, std::vector<double>& out) {
    std::vector<double> w(n);
    for (std::size_t i = 0; i < n; ++i) w[i] = raw[n - 1 - i] + 1;  // expect: parallel
    out = std::move(w);
}

// Taking what an element has changes the element.
void take_half(std::vector<std::unique_ptr<double>>& in, std::vector<std::unique_ptr<double>>& out) {
    for (std::size_t i = 0; i < out.size(); ++i)  // expect: refused
        out[i] = std::move(in[i / 2]);
}
