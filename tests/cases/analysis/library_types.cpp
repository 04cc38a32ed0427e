// Types that clang spells only as members of a library class.
#include <array>
#include <cmath>
#include <vector>

struct Point {
    double x, y;
};

void scale_rows(std::vector<std::vector<double>>& m, double k) {
    for (std::size_t i = 0; i < m.size(); ++i) {  // expect: parallel
        auto& row = m[i];
        for (std::size_t j = 0; j < row.size(); ++j) row[j] *= k;  // expect: parallel
    }
}

void lengths(const std::vector<Point>& p, std::vector<double>& out) {
    for (std::size_t i = 0; i < p.size(); ++i) {  // expect: parallel
        const auto& q = p[i];
        out[i] = std::sqrt(q.x * q.x + q.y * q.y);
    }
}

void double_all(std::vector<double>& a) {
    for (std::size_t i = 0; i < a.size(); ++i) {  // expect: parallel
        auto x = a[i];
        auto& y = a[i];
        y = x * 2;
    }
}

void accumulate_into_first(std::vector<double>& a) {
    auto& first = a[0];
    for (std::size_t i = 0; i < a.size(); ++i) {  // expect: sequential
        auto& y = a[i];
        first += y;
    }
}
