// One of everything that the reader converts.
#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

#define SQUARE(x) ((x) * (x))
#define COUNT 16
#define FOR_EACH(i, n) for (int i = 0; i < (n); ++i)

using real = double;
template <class T> using Rows = std::vector<std::vector<T>>;
enum Colour { RED, GREEN = 5, BLUE };
enum class Small : unsigned char { LOW = 1, HIGH };
constexpr int WIDTH = 4 * 8;
static const long LIMIT = WIDTH + 1L;
int counter = 0;

struct Point {
    double x, y;
    int id;
};

struct Base {
    explicit Base(double start) : value(start) {}
    virtual ~Base() = default;
    virtual double get() const { return value; }
    double value;
};

template <class T> struct Grid {
    std::vector<T> cells;
    int columns;
    T& at(int row, int column) { return cells[row * columns + column]; }
    T get(int k) const;
};
template <class T> T Grid<T>::get(int k) const { return cells[k]; }

template <class T> T dot(const std::vector<T>& a, const T* b, int n) {
    T sum = 0;
    for (int i = 0; i < n; ++i) sum += a[i] * b[i];
    return sum;
}

namespace geometry {
namespace {
double helper(double x) noexcept { return std::sqrt(x) + SQUARE(x); }
}  // namespace

double use(std::vector<real>& v, const Point* __restrict p, const int n) {
    double s = dot(v, v.data(), n) + WIDTH + GREEN;
    FOR_EACH(i, n) {
        v[i] = helper(p[i].x) + 1;
        counter++;
    }
    for (auto& x : v) x *= 2.0f;
    return s + static_cast<int>(s) + static_cast<int>(Small::HIGH);
}
}  // namespace geometry

void types(Rows<real>& rows, std::array<float, 4>& four, std::span<const int> view,
           double (&matrix)[3][COUNT], unsigned char* bytes, std::vector<bool>& bits,
           const std::vector<Point>& points) {
    const int half = COUNT / 2;
    for (unsigned char k = 0; k < half; k++) {
        rows[k][k] = four[k % 4] + view[k] + matrix[1][k] + bytes[k];
        bits[k] = points[k].id > 0;
    }
}

double members(Grid<double>& grid, Base* base, Point point) {
    Point other = point;
    other = {1, 2, 3};
    Base local(2.0);
    double total = grid.at(1, 2) + grid.get(3) + base->get() + local.get();
    total += other.x > 0 ? other.y : -other.y;
    static int calls = 0;
    ++calls;
    return total;
}

int flow(int n, int* a) {
    int i = 0;
    while (i < n) {
        if (a[i] == 3) continue;
        if (a[i] == 4) break;
        ++i;
    }
    do {
        i--;
    } while (i > 0);
    for (;;) {
        switch (n) {
        case 1:
            return a[0];
        default:
            break;
        }
        try {
            if (n < 0) throw n;
        } catch (int e) {
            return e;
        }
        auto add = [&](int more) { return counter += more; };
        n = add(2), n <<= 1;
        goto end;
    }
end:;
    return std::max(n, 3) + int(sizeof(double));
}

void parallel(double* y, const double* x, int n) {
    double s = 0;
#pragma omp parallel for reduction(+ : s) \
    schedule(static)  // a comment
    for (int i = 0; i < n; i += 2) {
        s += x[i];
#pragma omp critical
        y[0] = s;
    }
#pragma omp parallel
    {
#pragma omp for collapse(2)
        for (int i = 0; i < n; ++i)
            for (int j = 0; j < n; ++j) y[i * n + j] = x[i];
#pragma omp barrier
    }
}
