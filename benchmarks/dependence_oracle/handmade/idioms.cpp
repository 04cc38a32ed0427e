// Loops as working programmers write them.
#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

void range_for(std::vector<double>& v, double k) {
    for (auto& x : v) {
        x = x * k + 1;
    }
}

double range_for_with_first(std::vector<double>& v) {
    double before = 0;
    for (auto& x : v) {
        std::swap(x, before);
    }
    return before;
}

void iterators(std::vector<double>& v) {
    for (auto it = v.begin(); it != v.end(); ++it) {
        *it *= 2;
    }
}

void while_counted(double* a, int n) {
    int i = 0;
    while (i < n) {
        a[i] *= 2;
        ++i;
    }
}

void switched(double* a, const int* kind, int n) {
    for (int i = 0; i < n; ++i) {
        switch (kind[i] % 3) {
            case 0: a[i] = 1; break;
            case 1: a[i + 1] *= 2; break;
            default: a[i] = 0;
        }
    }
}

void lambda(std::vector<double>& v, int n) {
    auto f = [&](int i) { v[i] = v[i] + 1; };
    for (int i = 0; i < n; ++i) {
        f(i);
    }
}

void lambda_that_counts(std::vector<double>& v, int n) {
    int calls = 0;
    auto f = [&](int i) { v[i] = calls++; };
    for (int i = 0; i < n; ++i) {
        f(i);
    }
}

void swaps_ends(std::vector<double>& v) {
    for (std::size_t i = 0; i < v.size() / 2; ++i) {
        std::swap(v[i], v[v.size() - 1 - i]);
    }
}

void swaps_neighbours(std::vector<double>& v, int n) {
    for (int i = 0; i + 1 < n; ++i) {
        std::swap(v[i], v[i + 1]);
    }
}

void grows(std::vector<double>& v, int n) {
    for (int i = 0; i < n; ++i) {
        v.push_back(i);
    }
}

void nested_rows(std::vector<std::vector<double>>& g, int n, int m) {
    for (int i = 1; i < n; ++i) {
        for (int j = 0; j < m; ++j) {
            g[i][j] = g[i - 1][j] + 1;
        }
    }
}

void rows_by_reference(std::vector<std::vector<double>>& g) {
    for (std::size_t i = 0; i < g.size(); ++i) {
        auto& row = g[i];
        for (std::size_t j = 1; j < row.size(); ++j) {
            row[j] += row[j - 1];
        }
    }
}

void one_row_by_reference(std::vector<std::vector<double>>& g, int n) {
    auto& row = g[0];
    for (int i = 0; i < n; ++i) {
        g[i][0] = row[i];
    }
}

void local_of_the_iteration(std::vector<double>& y, const std::vector<double>& x, int n) {
    for (int i = 0; i < n; ++i) {
        std::array<double, 3> t{};
        for (int k = 0; k < 3; ++k) {
            t[k] = x[i] * k;
        }
        y[i] = t[0] + t[2];
    }
}

void tiles(double* a, int n) {
    for (int t = 0; t < n; t += 3) {
        for (int i = t; i < std::min(t + 3, n); ++i) {
            a[i] += 1;
        }
    }
}

void overlapping_tiles(double* a, int n) {
    for (int t = 0; t < n; t += 3) {
        for (int i = t; i < std::min(t + 4, n); ++i) {
            a[i] += 1;
        }
    }
}

void around_a_ring(double* a, const double* b, int n) {
    for (int i = 0; i < n; ++i) {
        a[(i + 1) % n] = b[i];
    }
}

void upper_to_lower(double* a, int n) {
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < i; ++j) {
            a[i * n + j] = a[j * n + i];
        }
    }
}

void red_and_black(double* a, int n, int k) {
    for (int i = 1 + k % 2; i < n; i += 2) {
        a[i] = a[i - 1] + a[i + 1];
    }
}

void bodies(std::vector<double>& m, int n) {
    struct Point {
        double x, y;
    };
    std::vector<Point> points(static_cast<std::size_t>(n) + 1);
    for (int i = 0; i < n; ++i) {
        points[i].x = m[i];
        points[i + 1].y = points[i].x;
    }
}
