// Data members that are references: what they name is no part of the object.
#include <cstddef>
#include <span>
#include <vector>

struct Cursor {
    int& target;
    int weight;
};

struct Series {
    std::vector<int> values;
    int& scale;
    void rescale();
};

struct Window {
    std::vector<int>& values;
    double weight;
};

static void put(Cursor cursor, int value) { cursor.target = value; }

void all_write_one(std::vector<Cursor>& cursors) {
    for (std::size_t i = 0; i < cursors.size(); ++i)  // expect: unknown unknown-write
        cursors[i].target = static_cast<int>(i);
}

void made_in_the_body(int& total, int n) {
    for (int i = 0; i < n; ++i) {  // expect: refused
        Cursor cursor{total, 1};
        cursor.target += i;
    }
}

void made_from_an_element(int* a, int n) {
    for (int i = 0; i < n; ++i) {  // expect: unknown unknown-write
        Cursor cursor{a[0], 1};
        cursor.target += i;
    }
}

void written_by_a_callee(Cursor cursor, int n) {
    for (int i = 0; i < n; ++i)  // expect: refused
        put(cursor, i);
}

void reads_through_member(Cursor cursor, int* a, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (&cursor.target + 1 <= a || a + n <= &cursor.target)
        a[i] = cursor.target + i;
}

void Series::rescale() {
    for (std::size_t i = 0; i < values.size(); ++i)  // expect: parallel assuming (&scale + 1 <= this->values.data() || this->values.data() + this->values.size() <= &scale)
        values[i] *= scale;
}

void by_value(Window window, std::vector<int>& a) {
    for (std::size_t i = 0; i + 1 < a.size(); ++i)  // expect: parallel-with canonical-header assuming &window.values != &a
        a[i] = window.values[i + 1];
}

void made_from_a_restricted_pointer(double* __restrict v, int n, int m) {
    std::span<double> row(v, 4);
    for (double& x : row)  // expect: parallel-with reduction(+:v[0:n]) assuming (v + n <= row.data() || row.data() + row.size() <= v)
        for (int j = 0; j < n; ++j)  // expect: parallel assuming (v + n <= &x || &x + 1 <= v)
            v[j] += x;
}

struct Particles {
    std::vector<double> x, v;
};

void members_of_one_object(Particles& p, Particles* q) {
    auto& x = p.x;
    for (std::size_t i = 1; i < x.size(); ++i)  // expect: parallel
        x[i] = p.v[i - 1];
    for (std::size_t i = 1; i < q->x.size(); ++i)  // expect: parallel
        q->x[i] = q->v[i - 1];
}

void members_of_two_objects(Particles& p, Particles& q) {
    for (std::size_t i = 1; i < p.x.size(); ++i)  // expect: parallel assuming &p != &q
        p.x[i] = q.x[i - 1];
}
