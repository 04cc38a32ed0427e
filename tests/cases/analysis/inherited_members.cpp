// Members of base classes.
#include <cstddef>
#include <vector>

struct Base {
    std::vector<double> data;
    double* raw;
    int n;
    double scale;
    std::size_t size() const { return data.size(); }
    double& at(std::size_t i) { return data[i]; }
    double get(std::size_t i) const { return data[i]; }
};

struct Middle : Base {
    int k;
};

struct Derived : Middle {
    double factor;
    void scales() {
        for (std::size_t i = 0; i < data.size(); ++i)  // expect: parallel
            data[i] *= 2;
    }
    void through_accessors() {
        for (std::size_t i = 0; i < size(); ++i)  // expect: parallel
            at(i) *= factor;
    }
    void carries() {
        for (std::size_t i = 1; i < size(); ++i)  // expect: refused
            at(i) = get(i - 1);
    }
    double sums() const {
        double s = 0;
        for (int i = 0; i < n; ++i)  // expect: parallel-with reduction(+:s)
            s += raw[i];
        return s;
    }
    void counts() {
        for (int i = 0; i < 8; ++i)  // expect: refused
            k += i;
    }
};

// A field that hides one of the base: the names alone do not tell them apart.
struct Hiding : Base {
    int n;
    void both() {
        for (int i = 0; i < Base::n; ++i)  // expect: refused
            n = i;
    }
};

struct Point {
    double x, y;
};

struct Mass : Point {
    double m;
};

void moves(std::vector<Mass>& all, double t) {
    for (auto& one : all) {  // expect: parallel
        one.x += t;
        one.y += one.m;
    }
}

void as_points(Mass* all, int n, double t) {
    for (int i = 0; i < n; ++i) {  // expect: parallel
        all[i].x += t;
        all[i].m *= t;
    }
}

void one_of_all(Mass* all, int n) {
    for (int i = 1; i < n; ++i)  // expect: sequential flow distance 1
        all[i].x = all[i - 1].x + 1;
}

struct Table {
    double values[64];
    double around(int i) const {
        double s = 0;
        for (int k = 0; k < 2; ++k)  // expect: parallel-with reduction(+:s)
            s += values[i + k];
        return s;
    }
    void add(int i, double d) {
        double more = d;
        if (d > 0) more *= 2;
        values[i] += more;
    }
};

struct Grid : Table {
    double rest;
};

// What a function of the base reads and writes is the object's.
void reads_its_base(Grid& g) {
    for (int i = 2; i < 60; ++i)  // expect: refused
        g.values[i] = g.around(i - 2);
}

void writes_its_base(Grid& g, double* out) {
    for (int i = 1; i < 60; ++i) {  // expect: refused
        g.add(i, 1.0);
        out[i] = g.values[i - 1];
    }
}

void rows_of_bases(Grid* grids, int n) {
    for (int i = 1; i < n; ++i)  // expect: refused
        grids[i].values[0] = grids[i - 1].around(0);
    for (int i = 0; i < n; ++i)  // expect: parallel
        grids[i].values[0] = grids[i].around(1);
}

static double first(const Table& t) { return t.around(0); }

void as_an_argument(Grid& g) {
    for (int i = 0; i < 60; ++i)  // expect: refused
        g.values[i] = first(g);
}

struct Shared : virtual Point {
    double own;
};

void shared_bases(Shared* all, int n) {
    for (int i = 0; i < n; ++i)  // expect: refused
        all[i].x = i;
}

// Fields of one name are different memory, and may lead to the same.
struct Handle {
    double* raw;
    double x;
};

struct Other {
    double* raw;
    double x;
};

struct Both : Handle, Other {};

struct Again : Handle {
    double* raw;
    double x;
};

void two_of_one_name(Both* all, int n, int k) {
    for (int i = 0; i < n; ++i)  // expect: unknown
        for (int j = 0; j < k; ++j)  // expect: parallel assuming ((all[i].Handle::raw) + k <= (all[i].Other::raw) || (all[i].Other::raw) + k <= (all[i].Handle::raw))
            all[i].Handle::raw[j] = all[i].Other::raw[j];
    for (int i = 1; i < n; ++i)  // expect: unknown
        all[i].Handle::x = all[i - 1].Other::x;
}

void hidden_field(Again* all, int n, int k) {
    for (int i = 0; i < n; ++i)  // expect: unknown
        for (int j = 0; j < k; ++j)  // expect: parallel assuming ((all[i].raw) + k <= (all[i].Handle::raw) || (all[i].Handle::raw) + k <= (all[i].raw))
            all[i].raw[j] = all[i].Handle::raw[j];
    for (int i = 1; i < n; ++i)  // expect: unknown
        all[i].x = all[i - 1].Handle::x;
}

void through_a_reference(Again* all, int n) {
    for (int i = 1; i < n; ++i) {  // expect: unknown
        const Handle& before = all[i - 1];
        all[i].x = before.x;
    }
}

// What a base keeps to itself no guard can name.
class Store {
    std::vector<double> data;
    std::vector<std::vector<double>> rows;

public:
    double& at(std::size_t i) { return data[i]; }
    double at(std::size_t i, std::size_t j) const { return rows[i][j]; }
    std::size_t size() const { return data.size(); }
};

struct Stored : Store {
    void copies(const std::vector<double>& y) {
        for (std::size_t i = 0; i < size(); ++i)  // expect: parallel assuming ((const void *)(this + 1) <= (const void *)(&y) || (const void *)(&y + 1) <= (const void *)(this))
            at(i) = y[i];
    }
    void first_of_rows(std::vector<double>& y) const {
        for (std::size_t i = 0; i < y.size(); ++i)  // expect: parallel assuming (`y` is no part of `this->rows`)
            y[i] = at(i, 0);
    }
};

struct Holder {
    Store store;
};

void part_of_a_part(const Holder& h, const Store* s, std::vector<double>& y) {
    for (std::size_t i = 0; i < y.size(); ++i)  // expect: parallel assuming (`y` is no part of `h.store.rows`)
        y[i] = h.store.at(i, 0);
    for (std::size_t i = 0; i < y.size(); ++i)  // expect: parallel assuming (`y` is no part of `s->rows`)
        y[i] = s->at(i, 0);
}
