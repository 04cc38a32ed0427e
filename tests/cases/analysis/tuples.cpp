// Tuples, pairs, arrays and optionals: copying one does what copying its elements does.
#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

struct Vec {
    float x = 0, y = 0, z = 0;
    Vec operator-(const Vec& o) const { return {x - o.x, y - o.y, z - o.z}; }
    float operator*(const Vec& o) const { return x * o.x + y * o.y + z * o.z; }
};

static std::tuple<bool, float> nearest(const Vec& a, const Vec& b) {
    const Vec d = a - b;
    if (d * d > 4) return {false, 0};
    return {true, d * d};
}

static std::tuple<bool, Vec, std::pair<int, double>> nested(const Vec& a, int n) {
    return {n > 0, a, {n, 0.5}};
}

void bound_by_value(const std::vector<Vec>& p, std::vector<float>& out) {
    for (std::size_t i = 0; i < p.size(); ++i) {  // expect: parallel
        auto [hit, distance] = nearest(p[i], Vec{1, 2, 3});
        out[i] = hit ? distance : -1;
    }
}

void nested_parts(const std::vector<Vec>& p, std::vector<float>& out) {
    for (std::size_t i = 0; i < p.size(); ++i) {  // expect: parallel
        const auto [ok, point, numbers] = nested(p[i], 3);
        out[i] = ok ? point.x : static_cast<float>(numbers.second);
    }
}

void got_by_number(const std::vector<Vec>& p, std::vector<float>& out) {
    for (std::size_t i = 0; i < p.size(); ++i) {  // expect: parallel
        const auto found = nearest(p[i], p[0]);
        out[i] = std::get<0>(found) ? std::get<1>(found) : 0;
    }
}

void elements_of_vectors(std::vector<std::tuple<int, double>>& v) {
    for (auto& [count, weight] : v)  // expect: parallel
        weight *= count;
    for (std::size_t i = 1; i < v.size(); ++i)  // expect: sequential flow distance 1
        std::get<1>(v[i]) = std::get<1>(v[i - 1]);
    for (std::size_t i = 1; i < v.size(); ++i)  // expect: parallel
        std::get<1>(v[i]) = std::get<0>(v[i - 1]);
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: parallel
        v[i] = std::make_tuple(1, 2.0);
}

void copies(const std::vector<std::tuple<int, double>>& v, std::vector<double>& out) {
    for (std::size_t i = 0; i < v.size(); ++i) {  // expect: parallel
        const auto [count, weight] = v[i];
        out[i] = count * weight;
    }
}

double total(const std::vector<std::tuple<int, double>>& v) {
    double s = 0;
    for (const auto& [count, weight] : v)  // expect: parallel-with reduction(+:s)
        s += count * weight;
    return s;
}

void parts_of_arrays(const std::vector<std::array<double, 2>>& v, std::vector<double>& out) {
    for (std::size_t i = 0; i < v.size(); ++i) {  // expect: parallel
        const auto [x, y] = v[i];
        out[i] = x * y;
    }
}

void shared_binding(std::vector<std::array<double, 2>>& v) {
    auto& [x, y] = v[0];
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: refused
        x += v[i][1];
}

void temporary_outside(const std::vector<Vec>& p, std::vector<float>& out) {
    std::tuple<bool, float> found;
    for (std::size_t i = 0; i < p.size(); ++i) {  // expect: parallel-with private(found)
        found = nearest(p[i], p[0]);
        out[i] = std::get<1>(found);
    }
}

static std::optional<float> root(float x) {
    if (x < 0) return std::nullopt;
    return x / 2;
}

void perhaps(const std::vector<float>& v, std::vector<float>& out) {
    for (std::size_t i = 0; i < v.size(); ++i) {  // expect: parallel assuming &v != &out
        const std::optional<float> r = root(v[i]);
        if (r.has_value()) out[i] = *r;
    }
}

void compared(const std::vector<std::pair<int, int>>& a, const std::vector<std::array<int, 3>>& b,
              std::vector<int>& out) {
    for (std::size_t i = 0; i < a.size(); ++i)  // expect: parallel
        out[i] = a[i] < a[0];
    for (std::size_t i = 0; i < b.size(); ++i)  // expect: parallel
        out[i] = b[i] == b[0];
}

static int made = 0;
struct Counted {
    int value;
    Counted() : value(++made) {}
};
struct Loud {
    int value;
    Loud(int v) : value(v + ++made) {}
};

void made_of_nothing(std::vector<int>& out) {
    for (std::size_t i = 0; i < out.size(); ++i) {  // expect: unknown unknown-call
        std::pair<Counted, int> p;
        out[i] = p.first.value;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {  // expect: unknown unknown-call
        std::array<Counted, 2> p;
        out[i] = p[1].value;
    }
}

void made_by_conversion(std::vector<int>& out) {
    for (std::size_t i = 0; i < out.size(); ++i) {  // expect: unknown unknown-call
        const std::tuple<Loud, int> p{1, 2};
        out[i] = std::get<0>(p).value;
    }
}

struct Odd {
    int value;
    bool operator==(const Odd& o) const { return (made += value) == o.value; }
    bool operator<(const Odd& o) const { return (made += value) < o.value; }
};

void compared_by_own_code(const std::vector<std::pair<Odd, int>>& a, std::vector<int>& out) {
    for (std::size_t i = 0; i < a.size(); ++i)  // expect: unknown unknown-call
        out[i] = a[i] == a[0];
    for (std::size_t i = 0; i < a.size(); ++i)  // expect: unknown unknown-call
        out[i] = a[i] < a[0];
}

void of_references(std::vector<double>& v) {
    double sum = 0;
    for (std::size_t i = 0; i < v.size(); ++i) {  // expect: refused
        std::tuple<double&, int> r{sum, 1};
        std::get<0>(r) += v[i];
    }
    v[0] = sum;
}

struct Holder {
    Counted inside;
    int value = 1;
};

void made_within(std::vector<int>& out) {
    for (std::size_t i = 0; i < out.size(); ++i) {  // expect: unknown unknown-call
        Holder h;
        out[i] = h.value;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {  // expect: unknown unknown-call
        Counted c[2];
        out[i] = c[1].value;
    }
}

struct Zeros {
    double e[3];
    Zeros() : e{0, 0, 0} {}
};
struct Line {
    Zeros from, to;
};

void made_of_zeros(std::vector<double>& out) {
    for (std::size_t i = 0; i < out.size(); ++i) {  // expect: parallel
        Line l;
        l.to.e[0] = out[i];
        out[i] = l.to.e[0] - l.from.e[0];
    }
}

void made_of_a_range(const std::vector<int>& from, std::vector<int>& out) {
    for (std::size_t i = 0; i < out.size(); ++i) {  // expect: unknown unknown-call
        const std::vector<Loud> made_here(from.begin(), from.end());
        out[i] = made_here[0].value;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {  // expect: unknown unknown-call
        std::vector<Loud> made_here;
        made_here.insert(made_here.end(), from.begin(), from.end());
        out[i] = made_here[0].value;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {  // expect: unknown unknown-call
        std::vector<Loud> made_here;
        made_here.emplace_back(3);
        out[i] = made_here[0].value;
    }
}

static float sum_of(const std::vector<std::array<float, 3>>& v, const std::array<float, 3>& p) {
    float s = 0;
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: parallel-with reduction(+:s)
        s += v[i][0] * p[1];
    return s;
}

std::vector<unsigned> of_arrays(const std::vector<std::array<float, 3>>& v) {
    std::vector<unsigned> out(v.size());
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: parallel
        out[i] = static_cast<unsigned>(sum_of(v, v[i]));
    return out;
}
