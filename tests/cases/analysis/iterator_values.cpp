// Iterators as values: what searches give, compared, subtracted and read.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <vector>

void bins(const std::vector<double>& edges, const std::vector<double>& x, std::vector<int>& out) {
    for (std::size_t i = 0; i < x.size(); ++i) {  // expect: parallel
        auto it = std::lower_bound(edges.begin(), edges.end(), x[i]);
        out[i] = static_cast<int>(it - edges.begin());
    }
}

void bins_by_distance(const std::vector<float>& edges, const std::vector<double>& x,
                      std::vector<long>& out) {
    for (std::size_t i = 0; i < x.size(); ++i)  // expect: parallel
        out[i] = std::distance(edges.begin(), std::upper_bound(edges.begin(), edges.end(), x[i]));
}

void bins_of_pointers(const double* edges, int n, const double* x, int* out, int m) {
    for (int i = 0; i < m; ++i)  // expect: parallel
        out[i] = static_cast<int>(std::lower_bound(edges, edges + n, x[i]) - edges);
}

double interpolated(const std::vector<double>& xs, const std::vector<double>& ys, double q) {
    auto it = std::upper_bound(xs.begin(), xs.end(), q);
    if (it == xs.begin()) return ys.front();
    if (it == xs.end()) return ys.back();
    const std::size_t k = static_cast<std::size_t>(it - xs.begin());
    const double t = (q - xs[k - 1]) / (*it - *(it - 1));
    return ys[k - 1] + t * (ys[k] - ys[k - 1]);
}

void table(const std::vector<double>& xs, const std::vector<double>& ys,
           const std::vector<double>& q, std::vector<double>& out) {
    for (std::size_t i = 0; i < q.size(); ++i)  // expect: parallel assuming &xs != &out && &ys != &out && &q != &out
        out[i] = interpolated(xs, ys, q[i]);
}

void present(const std::vector<int>& sorted, const std::vector<int>& q, std::vector<char>& out) {
    for (std::size_t i = 0; i < q.size(); ++i)  // expect: parallel
        out[i] = std::binary_search(sorted.begin(), sorted.end(), q[i]);
}

// The search reads what other iterations write.
void own(std::vector<double>& x) {
    for (std::size_t i = 0; i < x.size(); ++i)  // expect: refused
        x[i] = *std::lower_bound(x.begin(), x.end(), 0.5);
}

void kept(std::vector<double>& x) {
    for (std::size_t i = 0; i < x.size(); ++i) {  // expect: refused
        const auto it = std::lower_bound(x.begin(), x.end(), 0.5);
        x[i] = *it + 1;
    }
}

// Which element is written the data say.
void marked(std::vector<double>& x, const std::vector<double>& q) {
    for (std::size_t i = 0; i < q.size(); ++i) {  // expect: refused
        auto it = std::lower_bound(x.begin(), x.end(), q[i]);
        *it = q[i];
    }
}

void marked_pointer(double* x, int n, const double* q, int m) {
    for (int i = 0; i < m; ++i)  // expect: refused
        *std::lower_bound(x, x + n, q[i]) = q[i];
}

// A neighbour's element, through an iterator.
void neighbours(std::vector<double>& x) {
    for (std::size_t i = 1; i < x.size(); ++i) {  // expect: refused
        const auto before = x.begin() + static_cast<std::ptrdiff_t>(i) - 1;
        x[i] = *before * 0.5;
    }
}

void beside(std::vector<double>& x, const std::vector<double>& y) {
    const auto first = y.begin();
    for (std::size_t i = 0; i < x.size(); ++i)  // expect: parallel assuming &x != &y
        x[i] = first[static_cast<std::ptrdiff_t>(i)] + *std::next(y.begin());
}

// A comparison of the user's may do anything.
struct Order {
    int* calls;
    bool operator()(double a, double b) const { return ++*calls, a < b; }
};

void ordered(const std::vector<double>& edges, std::vector<long>& out, Order order) {
    for (std::size_t i = 0; i < out.size(); ++i)  // expect: refused
        out[i] = std::lower_bound(edges.begin(), edges.end(), 1.0, order) - edges.begin();
}
