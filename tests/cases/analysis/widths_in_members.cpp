// Flattened arrays whose width is a member, read by name or through an accessor.
#include <cstddef>
#include <string>
#include <vector>

class Matrix {
 public:
    Matrix(int r, int c) : r_(r), c_(c), d_(r * c) {}
    double& operator()(int i, int j) { return d_[i * c_ + j]; }
    double operator()(int i, int j) const { return d_[i * c_ + j]; }
    int rows() const { return r_; }
    int cols() const { return c_; }

 private:
    int r_, c_;
    std::vector<double> d_;
};

Matrix product(const Matrix& a, const Matrix& b) {
    Matrix c(a.rows(), b.cols());
    for (int i = 0; i < a.rows(); ++i)  // expect: parallel collapse 2 assuming c.cols() >= b.cols()
        for (int j = 0; j < b.cols(); ++j) {  // expect: parallel
            double s = 0;
            for (int k = 0; k < a.cols(); ++k)  // expect: parallel-with reduction(+:s)
                s += a(i, k) * b(k, j);
            c(i, j) = s;
        }
    return c;
}

// Nothing that the function may say tells how wide the matrix is.
void filled(Matrix& m, int rows, int columns) {
    for (int i = 0; i < rows; ++i)  // expect: refused
        for (int j = 0; j < columns; ++j)  // expect: parallel
            m(i, j) = 1;
}

void shifted_rows(Matrix& m, int columns) {
    for (int i = 1; i < m.rows(); ++i)  // expect: refused
        for (int j = 0; j < columns && j < m.cols(); ++j)  // expect: refused
            m(i, j) = m(i - 1, j);
}

struct Image {
    int w, h;
    std::vector<float> px;
    float& at(int x, int y) { return px[y * w + x]; }
    const float& at(int x, int y) const { return px[y * w + x]; }
    void fill(int rows, int columns) {
        for (int y = 0; y < rows; ++y)  // expect: parallel collapse 2 assuming this->w >= columns
            for (int x = 0; x < columns; ++x)  // expect: parallel
                at(x, y) = 1;
    }
};

void blurred(const Image& in, Image& out) {
    for (int y = 1; y < in.h - 1; ++y)  // expect: parallel collapse 2 assuming 1LL * out.w + 1 >= 1LL * in.w && &in != &out
        for (int x = 1; x < in.w - 1; ++x)  // expect: parallel assuming &in != &out
            out.at(x, y) = in.at(x - 1, y) + in.at(x + 1, y);
}

// A pointer may lead nowhere where no iteration runs.
void by_pointer(const Image* in, Image* out) {
    for (int y = 1; y < in->h - 1; ++y)  // expect: refused
        for (int x = 1; x < in->w - 1; ++x)  // expect: parallel
            out->px[y * out->w + x] = 1;
}

// What a virtual accessor returns is the matter of the object's class.
class Table {
 public:
    virtual ~Table() = default;
    virtual int cols() const { return c_; }
    int rows() const { return r_; }
    double& at(int i, int j) { return d_[i * c_ + j]; }

 private:
    int c_, r_;
    std::vector<double> d_;
};

void virtual_width(Table& t, int n) {
    const int w = t.cols();
    for (int i = 0; i < t.rows(); ++i)  // expect: refused
        for (int j = 0; j < n; ++j)  // expect: parallel
            t.at(i, j) = w;
}

// Objects of the function itself.
struct Values {
    int n;
    std::vector<double> d;
    double& at(int i) { return d[i]; }
};

Values made(int n) {
    Values v;
    v.n = n;
    v.d.resize(n);
    for (int i = 0; i < n; ++i)  // expect: parallel
        v.at(i) = i;
    return v;
}

Values counted(int n) {
    Values v;
    int* number = &v.n;
    v.d.resize(n);
    for (int i = 0; i < n; ++i) {  // expect: refused
        *number = i;
        v.d[i] = v.n;
    }
    return v;
}

Values led(int n) {
    Values v;
    Values& other = v;
    v.d.resize(n + 1);
    for (int i = 0; i < n; ++i)  // expect: refused
        v.d[i] = other.d[i + 1];
    return v;
}

void changed(Values& v);

Values handed_out(int n) {
    Values v;
    for (int i = 0; i < n; ++i) {  // expect: refused
        changed(v);
        v.d[i] = v.n;
    }
    return v;
}

long named(const std::vector<std::string>& all, const std::string& wanted) {
    long c = 0;
    for (const auto& one : all)  // expect: parallel-with reduction(+:c)
        if (one == wanted) ++c;
    return c;
}
