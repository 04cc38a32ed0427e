// Memory behind pointers and in containers of containers, of which the callers know more.
#include <cstddef>
#include <vector>

void sparse_product(int n, const int* row, const int* column, const double* value, const double* x,
                    double* y) {
    for (int i = 0; i < n; ++i) {
        double sum = 0.0;
        for (int k = row[i]; k < row[i + 1]; ++k)
            sum += value[k] * x[column[k]];
        y[i] = sum;
    }
}

void gathers_and_adds(double* y, const double* x, const double* z, const int* where, int n) {
    for (int i = 0; i < n; ++i)
        y[i] = x[where[i]] + z[i];
}

void nested_vectors(const std::vector<std::vector<double>>& m, const std::vector<double>& x,
                    std::vector<double>& y) {
    for (std::size_t i = 0; i < y.size(); ++i) {
        double sum = 0.0;
        for (std::size_t j = 0; j < x.size(); ++j)
            sum += m[i][j] * x[j];
        y[i] = sum;
    }
}

void scaled_rows(double** m, double factor, int n, int k) {
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < k; ++j)
            m[i][j] *= factor;
}

void product_of_rows(double** a, double** b, double** c, int n) {
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < n; ++j) {
            double sum = 0.0;
            for (int k = 0; k < n; ++k)
                sum += a[i][k] * b[k][j];
            c[i][j] = sum;
        }
}

struct Body {
    double position;
    double speed;
};

void moved_bodies(std::vector<Body*>& all, double t) {
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i]->position += t * all[i]->speed;
}

struct Heavy : Body {
    double mass;
};

double momentum(const std::vector<Heavy>& all) {
    double sum = 0.0;
    for (std::size_t i = 0; i < all.size(); ++i)
        sum += all[i].mass * all[i].speed;
    return sum;
}

template <class T>
struct Rows {
    typedef T Scalar;
    Scalar* data;
    void row(int i, Scalar*& at) { at = data + 8 * i; }
};

template <class M>
void cleared(M& rows, int i, int n) {
    typedef typename M::Scalar Scalar; // one of several: PCG does not know which
    Scalar* at = nullptr;
    rows.row(i, at);
    for (int j = 0; j < n; ++j)
        at[j] = 0;
}

template void cleared<Rows<double>>(Rows<double>&, int, int);
template struct Rows<float>;
