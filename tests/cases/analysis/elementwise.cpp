#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

void axpy(double a, const std::vector<double>& x, std::vector<double>& y) {
    for (std::size_t i = 0; i < x.size(); ++i) {  // expect: parallel assuming &x != &y
        y[i] += a * x[i];
    }
}

void scale(double* a, int n, double f) {
    for (int i = 0; i < n; i++)  // expect: parallel
        a[i] *= f;
}

void copy_pointers(const double* x, double* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (x + n <= y || y + n <= x)
        y[i] = std::sqrt(x[i]);
}

void copy_restrict(const double* __restrict x, double* __restrict y, int n) {
    for (int i = 0; i != n; ++i)  // expect: parallel
        y[i] = x[i];
}

void different_types(const float* x, double* y, int n) {
    for (int i = 0; i <= n; i += 1)  // expect: parallel
        y[i] = x[i];
}

void reversed(std::vector<int>& v) {
    for (int i = static_cast<int>(v.size()) - 1; i >= 0; --i)  // expect: parallel
        v[i] = v[i] * 2 + 1;
}

void strided(double* a, int n) {
    for (int i = 0; i < n; i += 2)  // expect: parallel
        a[i] = a[i + 1] * 0.5;
}

void even_odd(double* a, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        a[2 * i] = a[2 * i + 1];
}

void row_pointer(double* a, int n, int m) {
    for (int i = 0; i < n; ++i) {  // expect: parallel
        double* row = a + i * m;
        for (int j = 0; j < m; ++j)  // expect: parallel
            row[j] = row[j] * 2.0;
    }
}

void flattened(double* a, std::size_t n, std::size_t m) {
    for (std::size_t i = 0; i < n; ++i)  // expect: parallel collapse 2
        for (std::size_t j = 0; j < m; ++j)  // expect: parallel
            a[i * m + j] = 1.0;
}

void three_dimensions(std::vector<float>& a, int n, int m, int k) {
    for (int x = 0; x < n; ++x)  // expect: parallel collapse 3
        for (int y = 0; y < m; ++y)  // expect: parallel collapse 2
            for (int z = 0; z < k; ++z)  // expect: parallel
                a[(x * m + y) * k + z] += 1.0f;
}

void stencil(const std::vector<double>& a, std::vector<double>& b, int n, int m) {
    for (int i = 1; i < n - 1; ++i)  // expect: parallel collapse 2 assuming &a != &b
        for (int j = 1; j < m - 1; ++j)  // expect: parallel assuming &a != &b
            b[i * m + j] = 0.25 * (a[(i - 1) * m + j] + a[(i + 1) * m + j] + a[i * m + j - 1] +
                                   a[i * m + j + 1]);
}

void halo(double* __restrict b, const double* __restrict a, int n) {
    const int width = n + 2;
    for (int i = 1; i <= n; ++i)  // expect: parallel collapse 2
        for (int j = 1; j <= n; ++j)  // expect: parallel
            b[i * width + j] = a[(i - 1) * width + j - 1];
}

struct Particle {
    double x, y, vx, vy;
};

void advance(std::vector<Particle>& ps, double dt) {
    for (std::size_t i = 0; i < ps.size(); ++i) {  // expect: parallel
        ps[i].x += dt * ps[i].vx;
        ps[i].y += dt * ps[i].vy;
    }
}

void range_loop(std::vector<Particle>& ps, double dt) {
    for (auto& p : ps) {  // expect: parallel
        p.x += dt * p.vx;
    }
}

void rows(std::vector<std::vector<double>>& m) {
    for (std::size_t i = 0; i < m.size(); ++i)  // expect: parallel
        for (std::size_t j = 0; j < m[i].size(); ++j)  // expect: parallel
            m[i][j] *= 2.0;
}

void matrix(double a[16][16], const double b[16][16]) {
    for (int i = 0; i < 16; ++i)  // expect: parallel collapse 2 assuming (a + 16 <= b || b + 16 <= a)
        for (int j = 0; j < 16; ++j)  // expect: parallel assuming (a + i + 1 <= b + i || b + i + 1 <= a + i)
            a[i][j] = b[i][j];
}

void fields(Particle* p, int n) {
    for (int i = 0; i + 1 < n; ++i)  // expect: parallel-with canonical-header
        p[i].x = p[i + 1].y;
}

void gather(const std::vector<double>& x, const std::vector<int>& index, std::vector<double>& y) {
    for (std::size_t i = 0; i < index.size(); ++i)  // expect: parallel assuming &x != &y
        y[i] = x[index[i]];
}

void sparse(const std::vector<int>& row, const std::vector<int>& col,
            const std::vector<double>& value, const std::vector<double>& x,
            std::vector<double>& y) {
    const int n = static_cast<int>(y.size());
    for (int i = 0; i < n; ++i) {  // expect: parallel assuming &value != &y && &x != &y
        double sum = 0.0;
        for (int k = row[i]; k < row[i + 1]; ++k)  // expect: parallel-with reduction(+:sum)
            sum += value[k] * x[col[k]];
        y[i] = sum;
    }
}

double dot(const std::vector<double>& x, const std::vector<double>& y) {
    double s = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i)  // expect: parallel-with reduction(+:s)
        s += x[i] * y[i];
    return s;
}

void product(const double* __restrict a, const double* __restrict b, double* __restrict c, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel collapse 2
        for (int j = 0; j < n; ++j) {  // expect: parallel
            double sum = 0.0;
            for (int k = 0; k < n; ++k)  // expect: parallel-with reduction(+:sum)
                sum += a[i * n + k] * b[k * n + j];
            c[i * n + j] = sum;
        }
}

double private_scalar(std::vector<double>& a) {
    double t;
    for (std::size_t i = 0; i < a.size(); ++i) {  // expect: parallel-with private(t)
        t = a[i] * a[i];
        a[i] = t + 1.0;
    }
    return a[0];
}

void triangular(double* a, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        for (int j = 0; j < i; ++j)  // expect: parallel
            a[i * n + j] = 0.0;
}

void spans(std::span<const double> x, std::span<double> y) {
    for (std::size_t i = 0; i < y.size(); ++i)  // expect: parallel assuming (x.data() + y.size() <= y.data() || y.data() + y.size() <= x.data())
        y[i] = x[i];
}

struct Grid {
    int width, height;
    std::vector<double> data;
    void clear();
};

void Grid::clear() {
    for (int i = 0; i < width * height; ++i)  // expect: parallel
        data[i] = 0.0;
}

void fill(Grid& g, double v) {
    for (int y = 0; y < g.height; ++y)  // expect: parallel collapse 2
        for (int x = 0; x < g.width; ++x)  // expect: parallel
            g.data[y * g.width + x] = v;
}
