// Members of unions lie in the same memory, and neighbouring bit-fields are one memory location.

#include <utility>
#include <vector>

union Cells {
    int i[8];
    short s[16];
    unsigned char c[32];
};

union Vector {
    struct {
        double x, y, z;
    } v;
    double e[3];
};

struct Mixed {
    int a[8];
    Cells cells;
    float b[8];
};

struct Anonymous {
    union {
        int i[8];
        char c[32];
    };
    int z[8];
};

struct Bits {
    unsigned a : 4;
    unsigned b : 4;
    float c;
};

struct Plain {
    int a, b;
};

union Word {
    float f;
    int bits;
};

struct Pairs {
    Bits first, second;
};

static void put(int* p, int i) { p[i] = 1; }
static int at(const short* p, int i) { return p[i]; }

void two_types(Cells& u, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown possible
        u.i[i] = u.s[i];
}

void own_union(int* y, short* w) {
    Cells u;
    for (int i = 0; i < 8; ++i) {  // expect: unknown possible
        u.i[i] = i;
        y[i] = u.i[i];
        u.s[i] = 7;
        w[i] = u.s[i];
    }
}

void bytes(Cells* u, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown possible
        u->i[i] = u->c[i];
}

void of_pointers(Cells& u, int* __restrict o, int n) {
    int* p = u.i;
    short* q = u.s;
    for (int i = 0; i < n; ++i) {  // expect: unknown possible
        p[i] = 1;
        o[i] = q[i];
    }
}

void of_callees(Cells& u, int* __restrict o, int n) {
    for (int i = 0; i < n; ++i) {  // expect: unknown possible
        put(u.i, i);
        o[i] = at(u.s, i);
    }
}

void anonymous(Anonymous& s, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown possible
        s.i[i] = s.c[i];
}

void neighbours(std::vector<Vector>& v, int n) {
    for (int i = 0; i + 1 < n; ++i)  // expect: unknown possible distance 1
        v[i].v.x = v[i + 1].e[0];
}

int sum_of_two(int& t, Cells& u, int n) {
    for (int i = 0; i < n; ++i) {  // expect: refused
        u.i[0] += i;
        t += u.s[1];
    }
    return t;
}

struct Sized {
    union {
        int n;
        float f;
    };
    void bound(const float* __restrict x, int* __restrict q) {
        for (int i = 0; i < n; ++i) {  // expect: unknown bound-not-invariant
            q[i] = 1;
            f = x[i];
        }
    }
};

void written_bits(std::vector<Bits>& v, int n) {
    for (int i = 1; i < n; ++i) {  // expect: unknown possible distance 1
        v[i].a = 1;
        v[i - 1].b = 2;
    }
}

void read_bits(Bits* v, int n) {
    for (int i = 0; i + 1 < n; ++i)  // expect: unknown possible distance 1
        v[i].a = v[i + 1].b;
}

void whole_unions(Cells* u, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        u[i].i[0] = u[i].c[1];
}

void one_member(Cells& u) {
    for (int i = 0; i < 8; ++i)  // expect: parallel
        u.i[i] *= 2;
}

void beside_a_union(Mixed& s, int n) {
    for (int i = 0; i < n; ++i) {  // expect: parallel
        s.a[i] = s.cells.c[i];
        s.b[i] = 1;
    }
}

void beside_an_anonymous_one(Anonymous& s, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        s.i[i] = s.z[i];
}

void within_one_member(std::vector<Vector>& v, int n) {
    for (int i = 0; i + 1 < n; ++i)  // expect: parallel-with canonical-header
        v[i].v.x = v[i + 1].v.y;
}

void no_union(std::vector<Plain>& v, int n) {
    for (int i = 0; i + 1 < n; ++i)  // expect: parallel-with canonical-header
        v[i].a = v[i + 1].b;
}

void pairs(std::vector<std::pair<int, int>>& v, int n) {
    for (int i = 0; i + 1 < n; ++i)  // expect: parallel-with canonical-header
        v[i].first = v[i + 1].second;
}

void beside_bits(Bits* v, int n) {
    for (int i = 0; i + 1 < n; ++i)  // expect: parallel-with canonical-header
        v[i].a = static_cast<unsigned>(v[i + 1].c);
}

void same_bits(Bits* v, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        v[i].a = v[i].b;
}

void bits_of_two_members(Pairs* v, int n) {
    for (int i = 1; i < n; ++i) {  // expect: parallel
        v[i].first.a = 1;
        v[i - 1].second.a = 2;
    }
}

void own_pun(const float* x, int* __restrict o, int n) {
    for (int i = 0; i < n; ++i) {  // expect: parallel
        Word w;
        w.f = x[i];
        o[i] = w.bits;
    }
}
