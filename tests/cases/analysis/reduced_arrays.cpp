// Private copies of an array stand for it by its name alone: what reaches it otherwise goes past them.

#include <array>
#include <vector>

int counts[4];

void alias_of_a_global() {
    int* b = counts;
    for (int i = 0; i < 4; ++i)  // expect: sequential flow
        counts[i] -= b[1];
}

void reference_into_a_global(const int* x, int n) {
    int& b = counts[1];
    for (int i = 0; i < n; ++i)  // expect: refused
        counts[x[i] & 3] += b;
}

static int look() { return counts[2]; }

void through_a_callee(const int* x, int* o, int n) {
    for (int i = 0; i < n; ++i) {  // expect: refused
        counts[x[i] & 3] += 1;
        o[i] = look();
    }
}

int pointer_into_a_local(const int* x, int* o, int n) {
    int c[4] = {1, 2, 3, 4};
    int* b = c;
    for (int i = 0; i < n; ++i) {  // expect: refused
        c[x[i] & 3] += 1;
        o[i] = b[0];
    }
    return c[1];
}

int reference_into_a_vector(const int* x, int* o, int n) {
    std::vector<int> c(4);
    int& b = c[0];
    for (int i = 0; i < n; ++i) {  // expect: refused
        c[x[i] & 3] += 1;
        o[i] = b;
    }
    return c[1];
}

int parts_of_an_array(const int* x, int* o, int n) {
    std::array<int, 4> c{};
    auto& [p, q, r, s] = c;
    for (int i = 0; i < n; ++i) {  // expect: refused
        c[x[i] & 3] += 1;
        o[i] = p;
    }
    return q + r + s;
}

int data_of_an_array(const int* x, int* o, int n) {
    std::array<int, 4> c{};
    const int* b = c.data();
    for (int i = 0; i < n; ++i) {  // expect: refused
        c[x[i] & 3] += 1;
        o[i] = b[1];
    }
    return c[1];
}

int iterator_of_a_vector(const int* x, int* o, int n) {
    std::vector<int> c(4);
    auto b = c.begin();
    for (int i = 0; i < n; ++i) {  // expect: refused
        c[x[i] & 3] += 1;
        o[i] = b[1];
    }
    return c[1];
}

double columns_and_a_pointer(const double* x, int n) {
    double c[4] = {};
    double* b = c;
    for (int i = 0; i < n; ++i)      // expect: sequential flow
        for (int k = 0; k < 4; ++k)  // expect: sequential flow
            c[k] += x[i * 4 + k] * b[0];
    return c[1];
}

void of_a_global(const int* x, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel-with reduction(+:counts[0:4]) assuming (counts + 4 <= x || x + n <= counts)
        counts[x[i] & 3] += x[i];
}

int of_a_local(const int* x, int n) {
    int c[4] = {};
    for (int i = 0; i < n; ++i)  // expect: parallel-with reduction(+:c[0:4])
        c[x[i] & 3] += x[i];
    return c[1];
}

int named_before(const int* x, int n) {
    std::vector<int> c(4);
    int& b = c[0];
    b = 1;
    for (int i = 0; i < n; ++i)  // expect: parallel-with reduction(+:c[0:c.size()])
        c[x[i] & 3] += x[i];
    return b;
}

double columns(const double* x, int n) {
    double c[4] = {};
    for (int i = 0; i < n; ++i)      // expect: parallel-with reduction(+:c[0:4]) collapse 2
        for (int k = 0; k < 4; ++k)  // expect: parallel
            c[k] += x[i * 4 + k];
    return c[1];
}
