// Memory that is apart where no guard can tell: the runs in which it is are those that count.
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

void nested_vectors(const std::vector<std::vector<double>>& m, std::vector<double>& y) {
    for (std::size_t i = 0; i < y.size() && i < m.size(); ++i)
        y[i] = m[i].empty() ? 0.0 : m[i][0];
}

void row_of_a_matrix(std::vector<std::vector<double>>& m, const std::vector<double>& x) {
    for (std::size_t i = 0; i < m.size(); ++i)
        for (std::size_t j = 0; j < m[i].size(); ++j)
            m[i][j] = j < x.size() ? x[j] : 0.0;
}

void scaled_rows(double** m, double factor, int n) {
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < n; ++j)
            m[i][j] *= factor;
}

void from_the_row_before(double** m, int n) {
    for (int i = 1; i < n; ++i)
        for (int j = 0; j < n; ++j)
            m[i][j] = m[i - 1][j] + 1.0;
}

void from_the_first_row(double** m, int n) {
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < n; ++j)
            m[i][j] = m[0][j] + 1.0;
}

void by_an_alias(double** m, int n) {
    double* first = m[0];
    for (int i = 0; i < n; ++i)
        m[i][1] = first[0] + 1.0;
}

void through_one_more_pointer(double** m, int n) {
    for (int i = 0; i < n; ++i) {
        double* row = m[i];
        for (int j = 0; j < n; ++j)
            *row++ = j;
    }
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

void indirect_rows(double** m, const int* where, int n) {
    for (int i = 0; i < n; ++i)
        m[where[i] % 2][i] = i;
}

void swaps_rows(double** m, int n) {
    for (int i = 1; i < n; ++i) {
        double* kept = m[i];
        m[i] = m[i - 1];
        m[i - 1] = kept;
        m[i][0] = i;
    }
}

struct Body {
    double position;
    double speed;
};

struct Heavy : Body {
    double mass;
};

void inherited(Heavy* all, int n) {
    for (int i = 0; i < n; ++i)
        all[i].position += all[i].speed * all[i].mass;
}

void inherited_of_the_one_before(Heavy* all, int n) {
    for (int i = 1; i < n; ++i)
        all[i].position = all[i - 1].position + all[i].mass;
}
