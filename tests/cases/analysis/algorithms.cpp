// Calls of standard algorithms, judged as the loops that they stand for.
#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <deque>
#include <functional>
#include <iterator>
#include <list>
#include <numeric>
#include <set>
#include <span>
#include <string>
#include <vector>

using Values = std::vector<double>;
using Numbers = std::vector<int>;

struct Item {
    double weight;
    int id;
};

struct Counting {
    int seen = 0;
    int operator()(int x) { return seen += x; }
};

// --- maps ---

void doubled(const double* in, double* out, int n) {
    std::transform(in, in + n, out, [](double x) { return 2 * x; });  // expect: parallel assuming (in + n <= out || out + n <= in)
}

void in_place(Numbers& v) {
    std::transform(v.begin(), v.end(), v.begin(), std::negate<>());  // expect: parallel
}

void shifted_down(Numbers& v) {
    std::copy(v.begin() + 1, v.end(), v.begin());  // expect: sequential anti distance 1
}

void shifted_up(Numbers& v) {
    std::transform(v.begin(), v.end() - 1, v.begin() + 1, [](int x) { return 2 * x; });  // expect: sequential flow distance 1
}

void array_filled(int (&a)[64]) {
    std::fill(std::begin(a), std::end(a), 7);  // expect: parallel
}

void part_filled(Values& v, int from, int number) {
    std::fill(v.begin() + from, v.begin() + from + number, 1.0);  // expect: parallel
}

void fixed_array(std::array<float, 32>& a) {
    std::ranges::for_each(a, [](float& x) { x += 1.0f; });  // expect: parallel
}

void first_few(double* p, int n) {
    std::for_each_n(p, n, [](double& x) { x = std::sqrt(x); });  // expect: parallel
}

void constants(Values& v) {
    std::generate(v.begin(), v.end(), [] { return 1.5; });  // expect: parallel
}

void element_as_value(Numbers& v) {
    std::fill(v.begin(), v.end(), v[2]);  // expect: parallel
}

void from_elsewhere(Values& v, const double& factor) {
    std::for_each(v.begin(), v.end(), [&](double& x) { x *= factor; });  // expect: parallel assuming (v.data() + v.size() <= &factor || &factor + 1 <= v.data())
}

void same_name(Values& x, const Values& y) {
    std::transform(y.begin(), y.end(), x.begin(), [](double x) { return x * x + x + x * std::sqrt(x); });  // expect: parallel assuming &x != &y
}

void narrowed(const Values& in, Values& out) {
    std::transform(in.begin(), in.end(), out.begin(), [](int x) { return x / 2; });  // expect: parallel assuming &in != &out
}

struct Readings {
    Values cells;
    double limit = 0.0;
    void clamp() {
        std::for_each(cells.begin(), cells.end(), [this](double& c) { if (c > limit) c = limit; });  // expect: parallel
    }
};

// --- folds ---

int truncating(const Values& v) {
    return std::accumulate(v.begin(), v.end(), 0);  // expect: sequential carried-scalar distance 1
}

double in_order(const Values& v) {
    return std::accumulate(v.begin(), v.end(), 0.0, [](double s, double x) { return x + s * 0.5; });  // expect: sequential carried-scalar distance 1
}

double differences(const Values& v) {
    double rest = std::accumulate(v.begin(), v.end(), 0.0, std::minus<>());  // expect: parallel-with reduction(+:rest)
    return rest;
}

double greatest_of_all(const Values& v) {
    double best = std::accumulate(v.begin(), v.end(), v[0], [](double a, double b) { return std::max(a, b); });  // expect: parallel-with reduction(max:best) assuming best - best == 0
    return best;
}

long whole(const std::vector<long>& v) {
    long sum = std::reduce(v.begin(), v.end());  // expect: parallel-with reduction(+:sum)
    return sum;
}

float another_type(const Values& v) {
    return std::reduce(v.begin(), v.end(), 0.0f);  // expect: unknown algorithm-elements
}

std::string joined(const std::vector<std::string>& v) {
    return std::accumulate(v.begin(), v.end(), std::string());  // expect: unknown algorithm-elements
}

std::complex<double> complex_sum(const std::vector<std::complex<double>>& v) {
    return std::accumulate(v.begin(), v.end(), std::complex<double>(0));  // expect: unknown algorithm-elements
}

// --- elements that are not side by side, or not seen ---

void backwards(Numbers& v, Numbers& out) {
    std::copy(v.rbegin(), v.rend(), out.begin());  // expect: unknown algorithm-range
}

void bits(std::vector<bool>& v) {
    std::fill(v.begin(), v.end(), true);  // expect: unknown algorithm-range
}

long in_deque(const std::deque<int>& v) {
    return std::count(v.begin(), v.end(), 3);  // expect: unknown algorithm-range
}

int in_list(const std::list<int>& v) {
    return std::accumulate(v.begin(), v.end(), 0);  // expect: unknown algorithm-range
}

int in_set(const std::set<int>& v) {
    return std::accumulate(v.begin(), v.end(), 0);  // expect: unknown algorithm-range
}

void two_containers(Values& a, Values& b) {
    std::fill(a.begin(), b.end(), 0.0);  // expect: unknown algorithm-range
}

void replaced_by_element(Numbers& v) {
    std::replace(v.begin(), v.end(), v[2], 0);  // expect: unknown algorithm-range
}

void differences_in_place(Numbers& v) {
    std::adjacent_difference(v.begin(), v.end(), v.begin());  // expect: unknown algorithm-range
}

long by_member(const std::vector<Item>& v) {
    return std::ranges::count(v, 3, &Item::id);  // expect: unknown algorithm-form
}

// --- what is called ---

void counted_up(Numbers& v) {
    std::generate(v.begin(), v.end(), [n = 0]() mutable { return n++; });  // expect: unknown algorithm-callable
}

void random_numbers(Numbers& v) {
    std::generate(v.begin(), v.end(), std::rand);  // expect: sequential static-state
}

int remembered(const Numbers& v) {
    int last = 0;
    std::for_each(v.begin(), v.end(), [&](int x) { last = last * 2 + x; });  // expect: sequential carried-scalar distance 1
    return last;
}

void with_state(Numbers& v) {
    std::transform(v.begin(), v.end(), v.begin(), Counting());  // expect: unknown algorithm-callable
}

void through_function(Numbers& v, const std::function<int(int)>& f) {
    std::transform(v.begin(), v.end(), v.begin(), f);  // expect: unknown algorithm-callable
}

void throwing(Numbers& v) {
    std::for_each(v.begin(), v.end(), [](int& x) { if (x < 0) throw 1; });  // expect: unknown may-throw
}

void changing_bound(double* p, int n) {
    std::for_each(p, p + n, [&](double& x) { x = n; --n; });  // expect: unknown algorithm-callable
}

void own_copy(Values& v) {
    std::for_each(v.begin(), v.end(), [v](double& x) { x += v[0]; });  // expect: unknown unknown-call
}

void other_element(Values& v) {
    std::for_each(v.begin(), v.end(), [&v](double& x) { x += v[0]; });  // expect: sequential
}

bool counting_search(const Numbers& v) {
    int seen = 0;
    const bool found = std::any_of(v.begin(), v.end(), [&](int x) { ++seen; return x > 3; });  // expect: sequential early-exit
    return found && seen > 2;
}

// --- where the call stands ---

double either(const Values& v, bool wanted) {
    return wanted ? std::accumulate(v.begin(), v.end(), 0.0) : 0;  // expect: unknown algorithm-place
}

long stepping(const Numbers& v, int i) {
    return i++ + std::count(v.begin(), v.end(), i);  // expect: unknown algorithm-place
}

double once(const Values& v) {
    static double sum = std::accumulate(v.begin(), v.end(), 0.0);  // expect: unknown algorithm-place
    return sum;
}

int otherwise(const Numbers& v, int c) {
    if (c > 0) return 1;
    else if (std::count(v.begin(), v.end(), 0) > 0) return 2;  // expect: unknown algorithm-place
    return 3;
}

double rows(const std::vector<Values>& m) {
    return std::accumulate(m.begin(), m.end(), 0.0, [](double s, const Values& r) {  // expect: unknown carried-scalar distance 1
        return s + std::accumulate(r.begin(), r.end(), 0.0);  // expect: unknown algorithm-place
    });
}

long end_of_copy(const Numbers& v, Numbers& out) {
    auto end = std::copy_if(v.begin(), v.end(), out.begin(), [](int x) { return x > 0; });  // expect: unknown algorithm-result
    return end - out.begin();
}

void zero_rows(std::vector<Numbers>& m) {
    for (auto& r : m)  // expect: parallel
        std::fill(r.begin(), r.end(), 0);  // expect: parallel
}

long threes_in_rows(const std::vector<Numbers>& m) {
    long n = 0;
    for (const auto& r : m)  // expect: parallel-with reduction(+:n)
        if (!r.empty()) n += std::any_of(r.begin(), r.end(), [](int x) { return x == 3; });  // expect: sequential early-exit
    return n;
}

template <typename T>
T generic_sum(const std::vector<T>& v) {
    return std::accumulate(v.begin(), v.end(), T{});  // expect: unknown algorithm-place
}
template double generic_sum(const Values&);

// --- others ---

void rotated(Numbers& v) {
    std::rotate(v.begin(), v.begin() + 1, v.end());  // expect: unknown algorithm-unknown
}

void in_order_of_weight(std::vector<Item>& v) {
    std::ranges::sort(v, {}, &Item::weight);  // expect: sequential algorithm-sort
}

void largest_to_zero(Numbers& v) {
    *std::max_element(v.begin(), v.end()) = 0;  // expect: sequential carried-scalar distance 1
}
