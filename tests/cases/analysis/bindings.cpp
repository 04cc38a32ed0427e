// Structured bindings.
#include <cstddef>
#include <utility>
#include <vector>

struct Point {
    double x, y;
};

void by_reference(std::vector<Point>& p) {
    for (auto& [x, y] : p)  // expect: parallel
        x = y * 2;
}

void of_pairs(std::vector<std::pair<double, int>>& p) {
    for (auto& [value, weight] : p)  // expect: parallel
        value *= weight;
}

void copies(const std::vector<Point>& p, std::vector<double>& out) {
    for (std::size_t i = 0; i < p.size(); ++i) {  // expect: parallel
        const auto [x, y] = p[i];
        out[i] = x * y;
    }
}

double total(const std::vector<std::pair<double, int>>& p) {
    double s = 0;
    for (const auto& [value, weight] : p)  // expect: parallel-with reduction(+:s)
        s += value * weight;
    return s;
}

void neighbour(std::vector<Point>& p) {
    for (std::size_t i = 1; i < p.size(); ++i) {  // expect: sequential flow distance 1
        auto& [x, y] = p[i];
        x = p[i - 1].x + y;
    }
}

void first_for_all(std::vector<Point>& p) {
    auto& [x, y] = p[0];
    for (std::size_t i = 0; i < p.size(); ++i)  // expect: refused
        x += p[i].y;
}

void copy_outside(std::vector<Point>& p) {
    auto [x, y] = p[0];
    for (std::size_t i = 0; i < p.size(); ++i) {  // expect: refused
        x = p[i].y;
        p[i].x = x + y;
    }
}

void parts_of_an_array(int* __restrict y) {
    int v[2] = {1, 2};
    auto& [a, b] = v;
    for (int i = 0; i < 2; ++i) {  // expect: sequential flow distance 1
        v[i] = b;
        y[i] = a;
    }
}

void read_parts_of_an_array(int* __restrict y) {
    int v[2] = {1, 2};
    const auto& [a, b] = v;
    for (int i = 0; i < 2; ++i)  // expect: sequential anti distance 1
        v[i] = b;
    y[0] = v[0] + a;
}

void rows_of_an_array(int* __restrict y) {
    int v[2][2] = {{1, 2}, {3, 4}};
    auto& [a, b] = v;
    for (int i = 0; i < 2; ++i)  // expect: sequential anti distance 1
        v[i][1] = b[1];
    y[0] = v[0][1] + a[0];
}

void copied_parts_of_an_array(int* __restrict y) {
    int v[2] = {1, 2};
    auto [a, b] = v;
    for (int i = 0; i < 2; ++i)  // expect: parallel
        v[i] = b;
    y[0] = v[0] + a;
}
