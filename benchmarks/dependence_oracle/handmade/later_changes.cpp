// What a variable was set from is another thing when the loop runs, though no name was set anew.
#include <utility>
#include <vector>

using V = std::vector<double>;

static double* first;
static int offset;
static V one, two;

static void step() { first++; }
static void advance() { offset = 1 - offset; }
static void exchange_vectors() { std::swap(one, two); }
template <class T>
static void forwarded(T&& from, V& to) {
    to = static_cast<T&&>(from);
}

void still_the_same(double* a, int n) {
    first = a;
    double* const q = first;
    for (int i = 0; i < n; i++) {
        q[i] = first[i] + 1;
    }
}

void stepped_by_callee(double* a, int n) {
    first = a;
    double* const q = first;
    step();
    for (int i = 0; i < n; i++) {
        q[i] = first[i] + 1;
    }
}

void stepped_through_a_pointer(double* a, int n) {
    first = a;
    double** const where = &first;
    double* const q = first;
    ++*where;
    for (int i = 0; i < n; i++) {
        q[i] = first[i] + 1;
    }
}

void stepped_between_runs(double* a, int n) {
    first = a;
    double* const q = first;
    for (int t = 0; t < 3; t++) {
        for (int i = 0; i < n; i++) {
            q[i] = first[i] + 1;
        }
        step();
    }
}

void containers_exchanged_by_callee(int n) {
    one.assign(n + 1, 1.0);
    two.assign(n + 1, 2.0);
    const double* q = one.data();
    exchange_vectors();
    for (int i = 1; i < n; i++) {
        two[i] = q[i - 1];
    }
}

void advanced_by_callee(double* a, int n) {
    const int o = offset;
    advance();
    for (int i = 0; i < n; i++) {
        a[i + offset] = a[i + o] + 1;
    }
}

void advanced_through_a_reference(double* a, int n) {
    int k = 0;
    int& same = k;
    const int o = k;
    same++;
    for (int i = 0; i < n; i++) {
        a[i + k] = a[i + o] + 1;
    }
}

void moved_by_a_cast(V& b, int n) {
    V a(n, 1.0);
    const double* p = a.data();
    b = static_cast<V&&>(a);
    for (int i = 1; i < n; i++) {
        b[i] = p[i - 1];
    }
}

void moved_by_a_template(V& b, int n) {
    V a(n, 1.0);
    const double* p = a.data();
    forwarded(std::move(a), b);
    for (int i = 1; i < n; i++) {
        b[i] = p[i - 1];
    }
}
