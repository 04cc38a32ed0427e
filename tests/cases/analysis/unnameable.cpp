// A static variable of a callee has no name outside of that: no guard, no clause says it.

#include <vector>

static int& first() {
    static int x[10];
    return x[0];
}

static int& single() {
    static int value;
    return value;
}

static int most() {
    static int limit = 5;
    return limit;
}

struct Settings {
    int scale;
    static Settings& get() {
        static Settings all;
        return all;
    }
};

static std::vector<int>& table() {
    static std::vector<int> values(10);
    return values;
}

void of_a_parameters_name(int* o, const int* x, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown may-alias
        o[i] = first() + x[i];
}

struct Row {
    int x[10];
    void of_a_members_name(int* o, int n) {
        for (int i = 0; i < n; ++i)  // expect: unknown may-alias
            o[i] = first() + 1;
    }
};

namespace other {
int x[10];
void of_a_globals_name(int* o, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown may-alias
        o[i] = first() + 1;
}
}  // namespace other

void setting(int* o, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown may-alias
        o[i] = Settings::get().scale;
}

void elements(int* o, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown may-alias
        o[i] = table().data()[i];
}

void bound(double* o) {
    for (int i = 0; i < most(); ++i)  // expect: unknown bound-not-invariant
        o[i] = 1;
}

void sum(int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown reduction-through-memory
        first() += i;
}

void of_another_type(double* o, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        o[i] = single();
}

void restricted(int* __restrict o, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        o[i] = single();
}

void passed(int* o, const Settings& all, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming ((const void *)(o + n) <= (const void *)(&all) || (const void *)(&all + 1) <= (const void *)(o))
        o[i] = all.scale;
}

void own(int* o, int n) {
    static int k[4];
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (k + 4 <= o || o + n <= k)
        o[i] = k[1];
}

// Nor have these what a condition could name or compare.

struct Two {
    int a, b;
};

extern int unbounded[];

void parts_of_a_copy(int* o, int n, const Two& k) {
    auto [q, m] = k;
    if (m > 0) o = &q;
    for (int i = 0; i < n; ++i)  // expect: unknown may-alias
        o[i] = q;
}

void parts_of_elements(int* o, int n, std::vector<Two>& v) {
    for (auto& [q, m] : v)           // expect: unknown shared-temporary
        for (int i = 0; i < n; ++i)  // expect: unknown may-alias
            o[i] = q;
}

struct Walker {
    std::vector<int>::iterator it;
    void read(double* __restrict o, int n) {
        for (int i = 0; i < n; ++i)  // expect: parallel
            o[i] = it[i];
    }
    void read_from(int* o, int n) {
        for (int i = 0; i < n; ++i)  // expect: unknown may-alias
            o[i] = it[i];
    }
};

void of_unknown_length(int* o, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (unbounded + n <= o || o + n <= unbounded)
        o[i] = unbounded[i];
}

void anywhere_in_it(const int* x, int* o, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (x + n <= o || o + n <= x) && (`unbounded` and `o` do not overlap)
        o[i] = unbounded[x[i]];
}
