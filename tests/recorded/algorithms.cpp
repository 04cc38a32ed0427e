// Calls of standard algorithms; algorithm_loops.cpp is this text with loops in their places.
#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <numeric>
#include <span>
#include <vector>

double bent(double x) {
    return x / (1.0 + x * x);
}

void damped(std::vector<float>& values, float factor) {
    std::for_each(values.begin(), values.end(), [factor](float& x) {
        if (x < 0.0f) {
            x = 0.0f;
            return;
        }
        x *= factor;
    });
}

void waves(const std::vector<double>& in, std::vector<double>& out, double amplitude) {
    std::transform(in.begin(), in.end(), out.begin(),
                   [amplitude](double x) { return std::sin(x) * amplitude; });
}

void bent_all(const double* in, double* out, int n) {
    std::transform(in, in + n, out, bent);
}

void neighbour_sums(const std::vector<double>& in, std::vector<double>& out) {
    std::transform(in.begin() + 1, in.end(), in.begin(), out.begin(), std::plus<>());
}

void rounded_off(std::span<const double> in, std::vector<double>& out) {
    std::transform(in.begin(), in.end(), out.begin(), [](double x) {
        const double whole = std::floor(x);
        return x - whole < 0.5 ? whole : whole + 1.0;
    });
}

void one_row(double* grid, int row, int width, double value) {
    std::fill(grid + row * width, grid + row * width + width, value);
}

std::vector<int> numbered(std::size_t n) {
    std::vector<int> result(n);
    std::iota(result.begin(), result.end(), 1);
    return result;
}

void without_noise(std::vector<double>& values, double least) {
    std::ranges::replace_if(values, [least](double x) { return std::abs(x) < least; }, 0.0);
}

double whole_sum(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

int truncating_sum(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0);
}

double gaussian_sum(const std::vector<double>& values) {
    double sum = std::accumulate(values.begin(), values.end(), 0.0,
                                 [](double so_far, double x) { return so_far + std::exp(-x * x); });
    return sum / static_cast<double>(values.size());
}

double angle_between(const std::vector<double>& a, const std::vector<double>& b) {
    const double product = std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
    return std::acos(product);
}

double euclidean(const double* a, std::size_t n) {
    return std::sqrt(std::transform_reduce(a, a + n, 0.0, std::plus<>(),
                                           [](double x) { return x * x; }));
}

int share_above(const std::vector<double>& values, double limit) {
    int above = static_cast<int>(
        std::count_if(values.begin(), values.end(), [&](double x) { return x > limit; }));
    return above;
}

double spread_of(const std::vector<double>& values) {
    return *std::max_element(values.begin(), values.end()) -
           *std::min_element(values.begin(), values.end());
}

std::ptrdiff_t place_of_least(const std::vector<float>& values) {
    return std::distance(values.begin(), std::min_element(values.begin(), values.end()));
}

int first_below(const std::vector<int>& values, int limit) {
    auto it = std::find_if(values.begin(), values.end(), [limit](int x) { return x < limit; });
    if (it == values.end()) return -1;
    return *it;
}

bool are_finite(const std::vector<double>& values) {
    if (std::ranges::all_of(values, [](double x) { return std::isfinite(x); })) return true;
    return values.empty();
}

void sums_so_far(const std::vector<int>& in, std::vector<int>& out) {
    std::partial_sum(in.begin(), in.end(), out.begin());
}

void row_starts(const std::vector<long>& lengths, std::vector<long>& starts) {
    std::exclusive_scan(lengths.begin(), lengths.end(), starts.begin(), 0L);
}

std::vector<double> slopes(const std::vector<double>& values) {
    std::vector<double> result(values.size());
    std::adjacent_difference(values.begin(), values.end(), result.begin());
    return result;
}

std::vector<int> kept_positives(const std::vector<int>& values) {
    std::vector<int> result;
    std::copy_if(values.begin(), values.end(), std::back_inserter(result),
                 [](int x) { return x > 0; });
    return result;
}

void row_averages(const std::vector<std::vector<double>>& rows, double* averages) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double sum = std::accumulate(rows[i].begin(), rows[i].end(), 0.0);
        averages[i] = sum / static_cast<double>(rows[i].size());
    }
}
