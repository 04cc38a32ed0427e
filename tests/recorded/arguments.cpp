// flags: -std=c++20 -O2
// What functions ask of their arguments: rows behind pointers, strings, sizes that fit, objects.
#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <vector>

double rows(double** a, int** b, const char* const* names, int n, int m, int unused) {
    double sum = 0;
    for (int i = 0; i < n; ++i) {
        double* row = a[i];
        for (int j = 1; j < m; ++j) sum += row[j - 1] + row[j];
        sum += std::strlen(names[i]);
    }
    for (int i = 0; i < m; ++i)
        for (int j = n - 1; j >= 0; --j) sum += b[i][j];
    return sum;
}

int gathered(float** a, const int* at, int n) {
    int sum = 0;
    for (int i = 0; i < n; ++i) sum += a[0][at[i]] > 0;
    return sum;
}

int letters(const char* text, const char* bytes, int n) {
    int sum = 0;
    for (const char* p = text; *p; ++p) ++sum;
    for (int i = 0; i < n; ++i) sum += bytes[i];
    return sum;
}

struct Body {
    std::vector<double> mass;
    double total;
};

void objects(Body* one, Body* several, const Body* other, int n) {
    for (double& m : one->mass) m += other->total;
    (*one).total = 0;
    for (int i = 0; i < n; ++i) several[i].total = 1;
}

double checked(int n, int m, std::vector<double>& x, const std::vector<double>& y,
               const std::vector<int>& keys, const std::vector<double>& d, int lower, int upper) {
    assert(n == static_cast<int>(x.size()) && (n & (n - 1)) == 0);
    if (x.size() != y.size() || n <= 0) throw std::invalid_argument("sizes");
    if (!std::is_sorted(keys.begin(), keys.end())) return 0;
    if (lower >= upper) {
        std::abort();
    }
    if (!std::has_single_bit(static_cast<unsigned>(m))) return 1;
    double sum = 0;
    for (int i = 0; i < n; ++i) {
        if (d[i] == 0) throw std::domain_error("zero");
        sum += x[i] / d[i];
    }
    return sum;
}

double unchecked(int n, const std::vector<double>& x) {
    if (n == 3) n = 4;
    double sum = 0;
    for (int i = 0; i < n; ++i) {
        if (x[i] > 2) continue;
        sum += x[i];
    }
    return sum;
}

class Named {
    int id = 0;

 protected:
    virtual double weight() const = 0;
};

class Ring : public Named {
 public:
    static Ring of(int n) { return Ring(n); }
    double weight() const override { return 1; }

 private:
    explicit Ring(int n) : next_(n) {}
    static Ring hidden(long n) { return Ring(static_cast<int>(n)); }
    std::vector<int> next_;
};

std::unique_ptr<Ring> make_ring(int n, int m) {
    return std::make_unique<Ring>(Ring::of(n + m));
}
Ring declared_only(int n);

// Rows whose lengths and indices are elements of other arguments.
void counted(const double* const* a, const int* const* indices, const char* counts, const double* x, double* y, int n) {
  for (int i = 0; i < n; ++i) {
    const double* row = a[i];
    const int number = counts[i];
    for (int j = 0; j < number; ++j) y[i] += row[j] * x[indices[i][j]];
  }
}

// As a loop nest begins that was taken out of its function.
void unpacked(double** m_a, int*& m_counts, int& p_n, double* y) {
  struct { double** a; int*& counts; } m = {m_a, m_counts};
  struct { int& n; } p_ = {p_n};
  auto* const p = &p_;
  for (int i = 0; i < p->n; ++i)
    for (int j = 0; j < m.counts[i]; ++j) y[i] += m.a[i][j];
}
