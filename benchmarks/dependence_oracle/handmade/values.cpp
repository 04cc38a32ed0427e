// Parts of values: structured bindings, pairs, and sizes kept in members.
#include <cstddef>
#include <utility>
#include <vector>

struct Pair {
    double x, y;
};

struct Table {
    int columns;
    double* cells;
    double& at(int i, int j) { return cells[i * columns + j]; }
    int width() const { return columns; }
};

void bound_by_reference(std::vector<Pair>& p) {
    for (auto& [x, y] : p) x = y * 2;
}

void bound_copies(const std::vector<Pair>& p, std::vector<double>& out) {
    if (out.size() < p.size()) return;
    for (std::size_t i = 0; i < p.size(); ++i) {
        auto [x, y] = p[i];
        out[i] = x * y;
    }
}

void bound_neighbours(std::vector<Pair>& p) {
    for (std::size_t i = 1; i < p.size(); ++i) {
        auto& [x, y] = p[i - 1];
        p[i].x = x + y;
    }
}

double bound_outside(std::vector<Pair>& p) {
    if (p.empty()) return 0;
    auto& [x, y] = p[0];
    for (std::size_t i = 0; i < p.size(); ++i) x += p[i].y;
    return x + y;
}

double bound_copy_outside(std::vector<Pair>& p) {
    if (p.empty()) return 0;
    auto [x, y] = p[0];
    for (std::size_t i = 0; i < p.size(); ++i) {
        x = p[i].y;
        p[i].x = x + y;
    }
    return x;
}

void pairs(double* a, int n) {
    std::pair<double, int> p[16];
    for (int i = 0; i < 16; ++i) p[i] = std::make_pair(1.0, i);
    for (int i = 0; i + 1 < 16; ++i) p[i] = p[i + 1];
    for (int i = 0; i < n; ++i) a[i] = p[i & 15].first;
}

void width_kept(double* a, int n, int m) {
    Table t{m, a};
    const int k = t.width();
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < k; ++j) t.at(i, j) = j;
    }
}

void width_changed(double* a, int n, int m) {
    Table t{m, a};
    const int k = t.width();
    t.columns = m > 1 ? m - 1 : 1;
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < k; ++j) t.at(i, j) = j;
    }
}

void width_changed_elsewhere(double* a, int n, int m) {
    Table t{m, a};
    int* const p = &t.columns;
    const int k = t.width();
    *p = m > 1 ? m - 1 : 1;
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < k; ++j) t.at(i, j) = j;
    }
}
