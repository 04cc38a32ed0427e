// What calls write: elements that other calls give out, and objects behind references.
#include <cstddef>
#include <vector>

struct Cell {
    double x, y;
    void set(double v) {
        x = v + 1;
        if (x > 3) x = 3;
    }
};

struct Holder {
    Cell cell;
    double spare;
    Cell& get() {
        spare = 2;
        return cell;
    }
};

static Holder shared_holder;

static Cell& shared_cell() {
    static Holder* const h = &shared_holder;
    return h->cell;
}

static void put(double& r, double v) {
    r = v;
    if (v > 3) r = 3;
}

static double& larger(double& a, double& b) {
    if (a > b) return a;
    return b;
}

static Cell& chosen(Cell* p, int k) {
    Cell* q = p + k % 2;
    return *q;
}

void the_first(std::vector<Cell>& v, int n) {
    if (v.empty()) return;
    for (int i = 0; i < n; ++i) v.front().set(i);
}

void the_first_as_an_argument(std::vector<double>& v, int n) {
    if (v.empty()) return;
    for (int i = 0; i < n; ++i) put(v.front(), i);
}

void the_last(std::vector<double>& v) {
    for (std::size_t i = 0; i < v.size(); ++i) put(v.back(), v[i]);
}

void each(std::vector<Cell>& v) {
    for (std::size_t i = 0; i < v.size(); ++i) v[i].set(i);
}

void larger_of_two(std::vector<double>& v) {
    for (std::size_t i = 0; i + 1 < v.size(); ++i) put(larger(v[i], v[i + 1]), i);
}

void assigned_through_a_call(std::vector<double>& v) {
    for (std::size_t i = 0; i + 1 < v.size(); ++i) larger(v[i], v[i + 1]) = i;
}

void one_of_two(double* a, int n) {
    double x = 0, y = 0;
    for (int i = 0; i < n; ++i) {
        put(i % 2 ? x : y, i);
        a[i] = x + y;
    }
}

void shared_by_all(double* a, int n) {
    for (int i = 0; i < n; ++i) {
        a[i] = shared_holder.cell.x;
        shared_cell().set(i);
    }
}

void held(double* a, int n) {
    Holder h{};
    for (int i = 0; i < n; ++i) {
        a[i] = h.cell.x;
        h.get().set(i);
    }
}

void chosen_by_number(double* a, int n) {
    Cell c[4]{};
    for (int i = 0; i < n; ++i) {
        chosen(c, i).set(i);
        a[i] = c[0].x;
    }
}

void after_a_comma(double* a, int n) {
    Cell c[4]{};
    int k = 0;
    for (int i = 0; i < n; ++i) {
        (k = 1, c[k]).set(i);
        a[i] = c[1].x;
    }
}
