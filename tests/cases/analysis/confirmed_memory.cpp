// Memory that only the callers know to be apart: no test before the loop can tell.
#include <cstddef>
#include <vector>

struct Sparse {
    int n;
    int* row;
    int* column;
    double* value;
};

void sparse_product(const Sparse* a, const double* x, double* y) {
    for (int i = 0; i < a->n; ++i) {  // expect: parallel assuming (`a->value` and `y` do not overlap) && (`x` and `y` do not overlap)
        double sum = 0.0;
        for (int k = a->row[i]; k < a->row[i + 1]; ++k)  // expect: parallel-with reduction(+:sum)
            sum += a->value[k] * x[a->column[k]];
        y[i] = sum;
    }
}

struct Gather {
    double* from;
    double* to;
    int* where;
    int n;
    void run() {
        for (int i = 0; i < n; ++i)  // expect: parallel assuming (`from` and `to` do not overlap)
            to[i] = from[where[i]];
    }
    void in_place() {
        from = to;
        for (int i = 0; i < n; ++i)  // expect: unknown may-alias
            to[i] = from[where[i]];
    }
};

// What the function itself does with a pointer is in its text.
void of_its_own(double* x, const int* where, int n, bool shifted) {
    double* from = shifted ? x + 1 : x;
    for (int i = 0; i < n; ++i)  // expect: unknown may-alias
        x[i] = from[where[i]];
}

void set_before(double* x, const double* from, const int* where, int n) {
    if (n > 5) from = x;
    for (int i = 0; i < n; ++i)  // expect: unknown may-alias
        x[i] = from[where[i]];
}

void local_members(double* x, const int* where, int n) {
    Gather g{x, x + 1, nullptr, n};
    for (int i = 0; i < n; ++i)  // expect: unknown may-alias
        g.to[i] = g.from[where[i]];
}

void promised(double* __restrict y, const double* x, const int* where, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        y[i] = x[where[i]];
}

void tested_where_it_can_be(double* y, const double* x, const double* z, const int* where, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (`y` and `x` do not overlap) && (y + n <= z || z + n <= y)
        y[i] = x[where[i]] + z[i];
}

// Where writes themselves may meet, nothing is asked.
void scatter(double* y, const int* where, int n) {
    for (int i = 0; i < n; ++i)  // expect: refused
        y[where[i]] = i;
}

void row_sums(double** m, double* out, int n, int k) {
    for (int i = 0; i < n; ++i) {  // expect: parallel assuming (what `m[]` leads to and `out` do not overlap)
        double s = 0;
        for (int j = 0; j < k; ++j)  // expect: parallel-with reduction(+:s)
            s += m[i][j];
        out[i] = s;
    }
}

void product(double** a, double** b, double** c, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel collapse 2 assuming (what `a[]` leads to and what `c[]` leads to do not overlap) && (what `b[]` leads to and what `c[]` leads to do not overlap) && (no two pointers of `c[]` lead to memory that overlaps)
        for (int j = 0; j < n; ++j) {  // expect: parallel assuming ((a[i]) + n <= (c[i]) || (c[i]) + n <= (a[i])) && (`c[i]` and what `b[]` leads to do not overlap)
            c[i][j] = 0;
            for (int k = 0; k < n; ++k)  // expect: sequential
                c[i][j] += a[i][k] * b[k][j];
        }
}

void from_the_row_before(double** m, int n, int k) {
    for (int i = 1; i < n; ++i)  // expect: sequential flow distance 1
        for (int j = 0; j < k; ++j)  // expect: parallel assuming ((m[i - 1]) + k <= (m[i]) || (m[i]) + k <= (m[i - 1]))
            m[i][j] = m[i - 1][j] + 1;
}

void from_one_row(double** m, int n, int k) {
    for (int i = 1; i < n; ++i)  // expect: unknown
        for (int j = 0; j < k; ++j)  // expect: parallel assuming ((m[0]) + k <= (m[i]) || (m[i]) + k <= (m[0]))
            m[i][j] = m[0][j] + 1;
}

void two_rows_of_one(double** m, const int* where, int n, int k) {
    for (int i = 0; i < n; ++i)  // expect: unknown
        for (int j = 0; j < k; ++j)  // expect: parallel
            m[where[i]][j] = 1;
}

void sets_pointers(double** m, double* spare, int n) {
    for (int i = 0; i < n; ++i) {  // expect: refused
        m[i][0] = 1;
        if (i == 3) m[i + 1] = spare;
    }
}

void rows_made_here(double* base, int n, int k) {
    std::vector<double*> rows(n, base);
    for (int i = 0; i < n; ++i)  // expect: unknown
        for (int j = 0; j < k; ++j)  // expect: parallel
            rows[i][j] += 1;
}

void cube(double*** m, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel collapse 3 assuming (no two pointers of `m[][]` lead to memory that overlaps)
        for (int j = 0; j < n; ++j)  // expect: parallel collapse 2 assuming (no two pointers of `m[i][]` lead to memory that overlaps)
            for (int k = 0; k < n; ++k)  // expect: parallel
                m[i][j][k] = 1;
}

struct Box {
    double* cells;
    double* force;
    int count;
};

void boxes(Box* b, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (what `b[].cells` leads to and what `b[].force` leads to do not overlap) && (no two pointers of `b[].force` lead to memory that overlaps)
        for (int k = 0; k < b[i].count; ++k)  // expect: parallel assuming ((b[i].cells) + (b[i].count) <= (b[i].force) || (b[i].force) + (b[i].count) <= (b[i].cells))
            b[i].force[k] = 2 * b[i].cells[k];
}

struct Body {
    double position;
    double speed;
};

void bodies(std::vector<Body*>& all, double t) {
    for (std::size_t i = 0; i < all.size(); ++i)  // expect: parallel assuming (no two pointers of `all[]` lead to memory that overlaps)
        all[i]->position += t * all[i]->speed;
    for (Body* one : all)  // expect: parallel assuming (no two pointers of `all[]` lead to memory that overlaps)
        one->position += t * one->speed;
    for (Body* one : all) {  // expect: refused
        if (one->speed < 0) one = all[0];
        one->position += t;
    }
}

// Objects that lead to others of their type may well lead to one another.
struct Cell {
    double value;
    Cell* left;
};

void neighbours(Cell* cells, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown
        cells[i].left->value = i;
}

void flows_left(std::vector<Cell*>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i)  // expect: unknown
        cells[i]->value += cells[i]->left->value;
}

// Pointers in a container that is a member may lead to the object's other members.
struct Registry {
    std::vector<double*> entries;
    double first;
    int n;
    void resets() {
        for (int i = 0; i < n; ++i)  // expect: parallel assuming (`(*this)` and what `this->entries[]` leads to do not overlap) && (no two pointers of `this->entries[]` lead to memory that overlaps)
            entries[i][0] = first;
    }
};

void resets(Registry& r, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (what `r.entries[]` leads to and `r` do not overlap) && (no two pointers of `r.entries[]` lead to memory that overlaps)
        r.entries[i][0] = r.first;
}

// That different rows are apart says nothing of one row under two names.
void one_row_twice(double** m, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (no two pointers of `m[]` lead to memory that overlaps)
        for (int j = 0; j < n - 1; ++j)  // expect: parallel assuming ((m[i + 0]) + n <= (m[i]) || (m[i]) + n - 1 <= (m[i + 0]) + 1)
            m[i][j] = m[i + 0][j + 1];
}

void one_row_converted(double** m, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (no two pointers of `m[]` lead to memory that overlaps)
        for (int j = 0; j < n - 1; ++j)  // expect: parallel assuming ((m[(std::size_t)i]) + n <= (m[i]) || (m[i]) + n - 1 <= (m[(std::size_t)i]) + 1)
            m[i][j] = m[(std::size_t)i][j + 1];
}

// One of the planes is the same in both.
void planes(double*** m, int n, int k) {
    for (int i = 0; i < n; ++i)  // expect: unknown
        m[k + i][0][0] = m[0][i][0];
    for (int i = 0; i < n; ++i)  // expect: unknown
        m[0][i][0] = m[k][i][1];
}

// A pointer that the function reads from the array is one of those in it.
void from_a_row(double** m, int n, int k) {
    const double* row = m[k];
    for (int i = 0; i < n; ++i)  // expect: unknown
        m[i][0] = row[0];
}

void past_the_start(std::vector<double*>& m, int k) {
    const double* row = m[k] + 1;
    for (std::size_t i = 0; i < m.size(); ++i)  // expect: unknown
        m[i][0] = row[0];
}

void member_twice(Gather& g, const int* where, int n) {
    const double* from = g.to;
    for (int i = 0; i < n; ++i)  // expect: unknown may-alias
        g.to[i] = from[where[i]];
}

// So is one that was copied with the object around it.
void copied_object(Gather& g, const Gather& other, const int* where, int n) {
    g = other;
    for (int i = 0; i < n; ++i)  // expect: unknown may-alias
        g.to[i] = other.to[where[i]];
}

void copied_pointers(std::vector<double*>& all, const std::vector<double*>& others) {
    all = others;
    for (std::size_t i = 0; i < others.size(); ++i)  // expect: unknown
        all[i][0] = others[i][0];
}

// What accessors lead to is called by its name.
class Rows {
    double** rows;

public:
    int n;
    double& at(int i, int j) { return rows[i][j]; }
    double get(int i, int j) const { return rows[i][j]; }
    void same() {
        double** also = rows;
        for (int i = 0; i < n; ++i)  // expect: unknown
            rows[i][0] = also[i][1];
    }
    void clears(const Rows& other) {
        for (int i = 0; i < n; ++i)  // expect: parallel assuming (what `rows[]` leads to and what `other.rows[]` leads to do not overlap) && (no two pointers of `rows[]` lead to memory that overlaps)
            at(i, 0) = other.get(i, 0);
    }
};

// A call in the file passes one array for both: nobody is asked.
void shifted(double* y, const double* x, const int* where, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown may-alias
        y[i] = x[where[i]];
}

void shifts(double* all, const int* where, int n) {
    shifted(all + 1, &all[n], where, n);
}

void within_one_vector(double* y, const double* x, const int* where, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown may-alias
        y[i] = x[where[i]];
}

void moves_within(std::vector<double>& all, const int* where) {
    within_one_vector(all.data(), all.data() + 8, where, 8);
}

double field[100];

void beside_the_field(const double* x, const int* where) {
    for (int i = 0; i < 100; ++i)  // expect: unknown may-alias
        field[i] = x[where[i]];
}

void of_the_field(const int* where) {
    beside_the_field(field, where);
}

struct Pair {
    double* from;
    double* to;
};

void of_two_members(double* y, const double* x, const int* where, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (`y` and `x` do not overlap)
        y[i] = x[where[i]];
}

void calls_with_members(const Pair& p, const int* where, int n) {
    of_two_members(p.to, p.from, where, n);
}
