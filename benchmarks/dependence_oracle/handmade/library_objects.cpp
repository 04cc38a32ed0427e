// Objects of the library, virtual functions and recursive callees.
#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

struct Point {
    double x = 0, y = 0;
    Point operator+(const Point& o) const { return {x + o.x, y + o.y}; }
};

constexpr Point fixed_points[] = {{1, 2}, {3, -4}, {0, 5}};

static std::tuple<bool, double, Point> nearest(const Point& p) {
    double best = 1e9;
    Point kept;
    bool found = false;
    for (const Point& q : fixed_points) {
        const double d = (q.x - p.x) * (q.x - p.x) + (q.y - p.y) * (q.y - p.y);
        if (d > best) continue;
        best = d;
        kept = q;
        found = true;
    }
    return {found, best, kept};
}

static double walked(const Point& p, int depth) {
    auto [found, distance, at] = nearest(p);
    if (depth > 2 || !found) return distance;
    return walked(at + p, depth + 1) + distance;
}

void bound_tuples(double* a, int n) {
    for (int i = 0; i < n; ++i) {
        auto [found, distance, at] = nearest({a[i], 1});
        a[i] = found ? distance + at.x : 0;
    }
}

void bound_tuple_of_before(double* a, int n) {
    for (int i = 1; i < n; ++i) {
        auto [found, distance, at] = nearest({a[i - 1], 1});
        a[i] = found ? distance + at.x : 0;
    }
}

void recursive_callee(double* a, int n) {
    for (int i = 0; i < n; ++i) a[i] = walked({a[i], a[i] / 2}, 0);
}

double sum_after_continue(const std::vector<double>& v) {
    double light = 0;
    for (const double x : v) {
        auto [found, distance, at] = nearest({x, 0});
        if (!found || distance > 4) continue;
        light += distance;
    }
    return light;
}

void tuple_outside(double* a, int n) {
    std::tuple<int, double> kept{0, 1.0};
    for (int i = 0; i < n; ++i) {
        std::get<1>(kept) = a[i];
        a[i] = std::get<1>(kept) * 2;
    }
}

void tuple_carried(double* a, int n) {
    std::tuple<int, double> kept{0, 1.0};
    for (int i = 0; i < n; ++i) {
        a[i] += std::get<1>(kept);
        std::get<1>(kept) = a[i];
    }
}

void tuple_to_itself(double* a, int n) {
    std::tuple<double, double> kept[8] = {};
    for (int i = 0; i + 1 < 8; ++i) std::get<0>(kept[i]) = std::get<1>(kept[i + 1]) + 1;
    for (int i = 0; i + 1 < 8; ++i) kept[i] = kept[i + 1];
    for (int i = 0; i < n; ++i) a[i] = std::get<0>(kept[i & 7]);
}

void bound_array(double* a, int n) {
    std::array<double, 2> pair{0, 0};
    auto& [x, y] = pair;
    for (int i = 0; i < n; ++i) {
        x = a[i];
        a[i] = x + y;
    }
}

double swapped(double* a, int n) {
    Point p{1, 2}, q{3, 4};
    for (int i = 0; i < n; ++i) {
        a[i] += p.x;
        std::swap(p, q);
    }
    return p.x;
}

double optional_outside(double* a, int n) {
    std::optional<double> last;
    for (int i = 0; i < n; ++i) {
        if (last.has_value()) a[i] += *last;
        last = a[i];
    }
    return last.value_or(0);
}

void optional_inside(double* a, int n) {
    for (int i = 0; i < n; ++i) {
        std::optional<double> own;
        if (a[i] > 0) own = a[i];
        a[i] = own ? *own * 2 : 0;
    }
}

namespace {
struct Shape {
    virtual ~Shape() = default;
    virtual double at(double x) = 0;
};
struct Flat final : Shape {
    double at(double x) override { return x + 1; }
};
struct Counting final : Shape {
    double seen = 0;
    double at(double x) override { return x + ++seen; }
};
}  // namespace

void virtual_flat(double* a, int n) {
    Flat flat;
    Shape& s = flat;
    for (int i = 0; i < n; ++i) a[i] = s.at(a[i]);
}

void virtual_counting(double* a, int n) {
    Counting counting;
    Shape& s = counting;
    for (int i = 0; i < n; ++i) a[i] = s.at(a[i]);
}

void owned(double* a, int n) {
    const auto point = std::make_unique<Point>();
    for (int i = 0; i < n; ++i) {
        point->x = a[i];
        a[i] = point->x + 1;
    }
}
