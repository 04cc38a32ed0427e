// Functions of one line are seen through.
#include <cstddef>
#include <vector>

struct Matrix {
    int rows_, cols_;
    std::vector<double> data_;
    double& operator()(int i, int j) { return data_[i * cols_ + j]; }
    double operator()(int i, int j) const { return data_[i * cols_ + j]; }
    double& element(int i, int j) { return (*this)(i, j); }
    int rows() const { return rows_; }
    int cols() const { return cols_; }
    void scale(double f);
    void shift();
};

void Matrix::scale(double f) {
    for (int i = 0; i < rows_; ++i)  // expect: parallel collapse 2
        for (int j = 0; j < cols_; ++j)  // expect: parallel
            (*this)(i, j) *= f;
}

void Matrix::shift() {
    for (int i = 1; i < rows(); ++i)  // expect: refused
        for (int j = 0; j < cols(); ++j)  // expect: parallel
            element(i, j) = element(i - 1, j);
}

void adds(Matrix& m, const Matrix& x) {
    for (int i = 0; i < m.rows(); ++i)  // expect: parallel collapse 2 assuming &m != &x
        for (int j = 0; j < m.cols(); ++j)  // expect: parallel assuming &m != &x
            m(i, j) = x(i, j) + 1;
}

void rows_overlap(Matrix& m) {
    for (int i = 0; i < m.rows(); ++i)  // expect: refused
        for (int j = 0; j <= m.cols(); ++j)  // expect: parallel
            m(i, j) = i;
}

class Hidden {
public:
    double& operator[](std::size_t i) { return values[i]; }
    const double& operator[](std::size_t i) const { return values[i]; }
    std::size_t size() const { return values.size(); }

private:
    std::vector<double> values;
};

void scales(Hidden& h, double f) {
    for (std::size_t i = 0; i < h.size(); ++i)  // expect: parallel
        h[i] *= f;
}

void copies(Hidden& to, const Hidden& from) {
    for (std::size_t i = 1; i < from.size(); ++i)  // expect: parallel assuming &to != &from
        to[i] = from[i - 1];
}

void copies_from_memory(Hidden& to, const double* from, int n) {
    for (int i = 1; i < n; ++i)  // expect: parallel assuming (`to.values` and `from` do not overlap)
        to[i] = from[i - 1];
}

void smooths(Hidden& h) {
    for (std::size_t i = 1; i < h.size(); ++i)  // expect: refused
        h[i] = h[i - 1];
}

static int flat(int x, int y, int w) { return y * w + x; }
static int halved(int i) { return i / 2; }
static int counted(int i) {
    static int calls = 0;
    return i + calls++;
}

void at_a_place(double* a, int w, int h) {
    for (int y = 0; y < h; ++y)  // expect: parallel collapse 2
        for (int x = 0; x < w; ++x)  // expect: parallel
            a[flat(x, y, w)] = 0;
}

void at_swapped_places(double* a, int w, int h) {
    for (int y = 0; y < h; ++y)  // expect: parallel collapse 2 assuming w >= h
        for (int x = 0; x < w; ++x)  // expect: parallel
            a[flat(y, x, w)] = 0;
}

void at_half(double* a, int n) {
    for (int i = 0; i < n; ++i)  // expect: refused
        a[halved(i)] = i;
}

void at_a_counted_place(double* a, int n) {
    for (int i = 0; i < n; ++i)  // expect: sequential static-state
        a[counted(i)] = i;
}

static void put(std::vector<double>& v, int i, double x) { v[i] = x; }

void puts_each(std::vector<double>& v, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        put(v, i, i);
}

void puts_one(std::vector<double>& v, int n) {
    for (int i = 0; i < n; ++i)  // expect: refused
        put(v, 0, i);
}

void puts_and_steps(std::vector<double>& v, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i)  // expect: refused
        put(v, k++, i);
}

static int limit = 12;
static int bound() { return limit; }
static int least() { return 1; }
static int same(int n) { return n; }

void up_to_a_hidden_bound(double* __restrict a) {
    for (int i = least(); i < bound(); ++i)  // expect: parallel
        a[same(i)] = 0;
}

void changes_the_bound(double* __restrict a) {
    for (int i = 0; i < bound(); ++i) {  // expect: refused
        a[i] = 0;
        limit = 10;
    }
}
