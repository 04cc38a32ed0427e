// The library converts, swaps and asks what it is given by functions that users write.

#include <array>
#include <iterator>
#include <optional>
#include <random>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

static int calls;

struct Converting {
    int v;
    operator int() const { return v + calls++; }
};

struct Numbered {
    int v;
    Numbered(int x = 0) : v(x + calls++) {}
};

struct Swapped {
    int v;
    friend void swap(Swapped& a, Swapped& b) {
        const int v = a.v;
        a.v = b.v;
        b.v = v;
        calls++;
    }
};

struct Sized {
    mutable int n;
    int size() const { return n++; }
    bool empty() const { return n++ > 0; }
};

struct Drawing {
    using result_type = unsigned;
    static constexpr unsigned min() { return 0; }
    static constexpr unsigned max() { return 255; }
    unsigned operator()() { return calls++ & 255; }
};

void pairs_of_pairs(const std::vector<std::pair<Converting, int>>& x,
                    std::vector<std::pair<int, int>>& y) {
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = x[i];  // expect: refused
}

void nested_pairs(const std::vector<std::pair<std::pair<Converting, int>, int>>& x,
                  std::vector<std::pair<std::pair<int, int>, int>>& y) {
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = x[i];  // expect: refused
}

void tuples_of_tuples(const std::vector<Converting>& x, std::vector<std::tuple<int>>& y) {
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = std::tuple<Converting>(x[i]);  // expect: refused
}

int pairs_in_a_range_loop(const std::vector<std::pair<Converting, int>>& x) {
    int s = 0;
    for (std::pair<int, int> p : x) s += p.first;  // expect: refused
    return s;
}

void made_optionals(const std::vector<Converting>& x, std::vector<std::optional<int>>& y) {
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = std::make_optional<int>(x[i]);  // expect: refused
}

void converted_instead(const std::vector<std::optional<int>>& x, const Converting& c, int* y) {
    for (std::size_t i = 0; i < x.size(); ++i) y[i] = x[i].value_or(c);  // expect: refused
}

void made_instead(const std::vector<std::optional<Numbered>>& x, int* y) {
    for (std::size_t i = 0; i < x.size(); ++i) y[i] = x[i].value_or(3).v;  // expect: refused
}

void converted_in_place(const std::vector<Converting>& x, std::vector<std::vector<int>>& y) {
    for (std::size_t i = 0; i < y.size(); ++i) y[i].emplace_back(x[i]);  // expect: refused
}

void swapped_in_arrays(std::vector<std::array<Swapped, 2>>& x,
                       std::vector<std::array<Swapped, 2>>& y) {
    for (std::size_t i = 0; i < x.size(); ++i) std::swap(x[i], y[i]);  // expect: refused
}

void swapped_in_pairs(std::vector<std::pair<Swapped, int>>& x,
                      std::vector<std::pair<Swapped, int>>& y) {
    for (std::size_t i = 0; i < x.size(); ++i) std::swap(x[i], y[i]);  // expect: refused
}

void exchanged(std::vector<int>& x, const Converting& c) {
    for (std::size_t i = 0; i < x.size(); ++i) std::exchange(x[i], c);  // expect: refused
}

void sizes(const Sized& x, std::size_t* __restrict y, int n) {
    for (int i = 0; i < n; ++i) y[i] = std::size(x);  // expect: refused
}

void emptiness(const std::vector<Sized>& x, bool* __restrict y) {
    for (std::size_t i = 0; i < x.size(); ++i) y[i] = std::empty(x[i]);  // expect: refused
}

void drawn(std::vector<int>& x) {
    for (std::size_t i = 0; i < x.size(); ++i) {  // expect: refused
        Drawing source;
        std::uniform_int_distribution<int> distribution(0, 9);
        x[i] = distribution(source);
    }
}

void one_of_several(const std::vector<std::variant<int, double>>& x, int* __restrict y) {
    for (std::size_t i = 0; i < x.size(); ++i) y[i] = std::get<int>(x[i]);  // expect: refused
}

void numbers_of_numbers(const std::vector<std::pair<short, float>>& x,
                        std::vector<std::pair<int, double>>& y) {
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = x[i];  // expect: parallel
}

void zero_instead(const std::vector<std::optional<int>>& x, std::vector<double>& y) {
    for (std::size_t i = 0; i < x.size(); ++i) y[i] = x[i].value_or(0);  // expect: parallel assuming (`y` is no part of `x`)
}

void sizes_of_rows(const std::vector<std::vector<int>>& x, std::vector<std::size_t>& y) {
    for (std::size_t i = 0; i < x.size(); ++i) y[i] = std::size(x[i]);  // expect: parallel
}

void swapped_numbers(std::vector<std::array<int, 2>>& x, std::vector<std::array<int, 2>>& y) {
    for (std::size_t i = 0; i < x.size(); ++i) std::swap(x[i], y[i]);  // expect: parallel assuming &x != &y
}

void exchanged_numbers(std::vector<int>& x) {
    for (std::size_t i = 0; i < x.size(); ++i) x[i] += std::exchange(x[i], 1);  // expect: parallel
}
