// Heat conduction in a square plate: explicit time steps on a regular grid.
//
//     heat2d [SIZE [STEPS]]
//
// The rim is held at its initial temperature; a hot disc in the middle cools down.

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

namespace {

constexpr double ambient = 20.0;
constexpr double hot = 400.0;

std::vector<double> initial_temperature(int rows, int columns) {
    std::vector<double> field(static_cast<std::size_t>(rows) * columns, ambient);
    const double radius = 0.2 * rows;
    for (int i = 0; i < rows; ++i) {
        for (int j = 0; j < columns; ++j) {
            const double dy = i - 0.5 * rows;
            const double dx = j - 0.5 * columns;
            if (dx * dx + dy * dy < radius * radius) {
                field[static_cast<std::size_t>(i) * columns + j] = hot;
            }
        }
    }
    return field;
}

}  // namespace

// One time step from `in` to `out`. `r` is diffusivity * dt / h^2 and must be below 1/4.
void step(const std::vector<double>& in, std::vector<double>& out, int rows, int columns,
          double r) {
    for (int i = 1; i < rows - 1; ++i) {
        for (int j = 1; j < columns - 1; ++j) {
            const double centre = in[i * columns + j];
            const double neighbours = in[(i - 1) * columns + j] + in[(i + 1) * columns + j] +
                                      in[i * columns + j - 1] + in[i * columns + j + 1];
            out[i * columns + j] = centre + r * (neighbours - 4.0 * centre);
        }
    }
}

// The largest change between two fields, by which a run can be stopped.
double largest_change(const std::vector<double>& a, const std::vector<double>& b, int count) {
    double largest = 0.0;
    for (int i = 0; i < count; ++i) {
        const double change = std::fabs(a[i] - b[i]);
        if (change > largest) {
            largest = change;
        }
    }
    return largest;
}

double mean(const std::vector<double>& field, int count) {
    double sum = 0.0;
    for (int i = 0; i < count; ++i) {
        sum += field[i];
    }
    return sum / count;
}

int main(int argc, char** argv) {
    const int size = argc > 1 ? std::atoi(argv[1]) : 1500;
    const int steps = argc > 2 ? std::atoi(argv[2]) : 200;
    if (size < 3 || steps < 0 || size > 30000) {
        std::fprintf(stderr, "usage: %s [SIZE >= 3 [STEPS]]\n", argv[0]);
        return 2;
    }

    std::vector<double> now = initial_temperature(size, size);
    std::vector<double> next = now;

    const auto start = std::chrono::steady_clock::now();
    for (int t = 0; t < steps; ++t) {
        step(now, next, size, size, 0.2);
        std::swap(now, next);
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;

    std::printf("%d x %d, %d steps: %.3f s\n", size, size, steps, elapsed.count());
    std::printf("mean temperature %.9f, last change %.3e\n", mean(now, size * size),
                largest_change(now, next, size * size));
    return 0;
}
