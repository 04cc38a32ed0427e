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
    for (float& x : values) {
        if (x < 0.0f) {
            x = 0.0f;
            continue;
        }
        x *= factor;
    }
}

void waves(const std::vector<double>& in, std::vector<double>& out, double amplitude) {
    for (std::size_t k = 0; k < in.size(); ++k) {
        out[k] = std::sin(in[k]) * amplitude;
    }
}

void bent_all(const double* in, double* out, int n) {
    for (int k = 0; k < n; ++k) {
        out[k] = bent(in[k]);
    }
}

void neighbour_sums(const std::vector<double>& in, std::vector<double>& out) {
    for (std::size_t k = 1; k < in.size(); ++k) {
        out[k - 1] = in[k] + in[k - 1];
    }
}

void rounded_off(std::span<const double> in, std::vector<double>& out) {
    {
        const auto apply = [](double x) {
            const double whole = std::floor(x);
            return x - whole < 0.5 ? whole : whole + 1.0;
        };
        for (std::size_t k = 0; k < in.size(); ++k) {
            out[k] = apply(in[k]);
        }
    }
}

void one_row(double* grid, int row, int width, double value) {
    for (std::ptrdiff_t k = row * width; k < static_cast<std::ptrdiff_t>(row * width) + width; ++k) {
        grid[k] = value;
    }
}

std::vector<int> numbered(std::size_t n) {
    std::vector<int> result(n);
    for (std::size_t k = 0; k < result.size(); ++k) {
        result[k] = static_cast<int>(1 + k);
    }
    return result;
}

void without_noise(std::vector<double>& values, double least) {
    for (std::size_t k = 0; k < values.size(); ++k) {
        if (std::abs(values[k]) < least) values[k] = 0.0;
    }
}

double whole_sum(const std::vector<double>& values) {
    double total = 0.0;
    for (std::size_t k = 0; k < values.size(); ++k) {
        total += values[k];
    }
    return total;
}

int truncating_sum(const std::vector<double>& values) {
    int total = 0;
    for (std::size_t k = 0; k < values.size(); ++k) {
        total += values[k];
    }
    return total;
}

double gaussian_sum(const std::vector<double>& values) {
    double sum = 0.0;
    for (std::size_t k = 0; k < values.size(); ++k) {
        sum = sum + std::exp(-values[k] * values[k]);
    }
    return sum / static_cast<double>(values.size());
}

double angle_between(const std::vector<double>& a, const std::vector<double>& b) {
    double total = 0.0;
    for (std::size_t k = 0; k < a.size(); ++k) {
        total += a[k] * b[k];
    }
    const double product = total;
    return std::acos(product);
}

double euclidean(const double* a, std::size_t n) {
    double total = 0.0;
    for (std::size_t k = 0; k < n; ++k) {
        total += a[k] * a[k];
    }
    return std::sqrt(total);
}

int share_above(const std::vector<double>& values, double limit) {
    std::ptrdiff_t number = 0;
    for (std::size_t k = 0; k < values.size(); ++k) {
        if (values[k] > limit) ++number;
    }
    int above = static_cast<int>(
        number);
    return above;
}

double spread_of(const std::vector<double>& values) {
    double greatest = values[0];
    for (std::size_t k = 1; k < values.size(); ++k) {
        if (values[k] > greatest) {
            greatest = values[k];
        }
    }
    double least = values[0];
    for (std::size_t k = 1; k < values.size(); ++k) {
        if (values[k] < least) {
            least = values[k];
        }
    }
    return greatest -
           least;
}

std::ptrdiff_t place_of_least(const std::vector<float>& values) {
    std::size_t least = 0;
    for (std::size_t k = 1; k < values.size(); ++k) {
        if (values[k] < values[least]) {
            least = k;
        }
    }
    return static_cast<std::ptrdiff_t>(least);
}

int first_below(const std::vector<int>& values, int limit) {
    std::size_t found_at = values.size();
    for (std::size_t k = 0; k < values.size(); ++k) {
        if (values[k] < limit) {
            found_at = k;
            break;
        }
    }
    auto it = values.begin() + found_at;
    if (it == values.end()) return -1;
    return *it;
}

bool are_finite(const std::vector<double>& values) {
    bool all = true;
    for (std::size_t k = 0; k < values.size(); ++k) {
        if (!(std::isfinite(values[k]))) {
            all = false;
            break;
        }
    }
    if (all) return true;
    return values.empty();
}

void sums_so_far(const std::vector<int>& in, std::vector<int>& out) {
    {
        int running = 0;
        for (std::size_t k = 0; k < in.size(); ++k) {
            running += in[k];
            out[k] = running;
        }
    }
}

void row_starts(const std::vector<long>& lengths, std::vector<long>& starts) {
    {
        long running = 0L;
        for (std::size_t k = 0; k < lengths.size(); ++k) {
            const long own = lengths[k];
            starts[k] = running;
            running += own;
        }
    }
}

std::vector<double> slopes(const std::vector<double>& values) {
    std::vector<double> result(values.size());
    {
        if (0 < values.size()) result[0] = values[0];
        for (std::size_t k = 1; k < values.size(); ++k) {
            result[k] = values[k] - values[k - 1];
        }
    }
    return result;
}

std::vector<int> kept_positives(const std::vector<int>& values) {
    std::vector<int> result;
    for (std::size_t k = 0; k < values.size(); ++k) {
        if (values[k] > 0) result.push_back(values[k]);
    }
    return result;
}

void row_averages(const std::vector<std::vector<double>>& rows, double* averages) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        double total = 0.0;
        for (std::size_t k = 0; k < rows[i].size(); ++k) {
            total += rows[i][k];
        }
        const double sum = total;
        averages[i] = sum / static_cast<double>(rows[i].size());
    }
}
