// Sums of complex numbers and of structures: what a reduction declared for their type can do.
// A mark says what is found in the loop below it; loops without a mark look alike.
#include <complex>
#include <cstddef>
#include <vector>

using Complex = std::complex<double>;

struct Force {
    double x, y, z;

    Force& operator+=(const Force& other) {
        x += other.x;
        y += other.y;
        z = z + other.z;
        return *this;
    }
};

struct Tally {
    long words;
    int lines;

    void add(const Tally& other) {
        words += other.words;
        lines += other.lines;
    }
};

struct Vector2 {
    float x = 0, y = 0;
};

Vector2 operator+(const Vector2& a, const Vector2& b) { return {a.x + b.x, b.y + a.y}; }

// Each addition is counted as well.
struct Mean {
    double sum;
    int count;

    Mean& operator+=(const Mean& other) {
        sum += other.sum;
        count += 1;
        return *this;
    }
};

// What is added to one number is the other one.
struct Crossed {
    double a, b;

    Crossed& operator+=(const Crossed& other) {
        a += other.b;
        b += other.a;
        return *this;
    }
};

// The sum is cut off at every step.
struct Rounded {
    int whole;

    Rounded& operator+=(const Rounded& other) {
        whole = static_cast<int>(whole + other.whole * 0.5);
        return *this;
    }
};

// Braces may mean anything here.
struct Made {
    double low, high;

    Made(double a, double b) : low(b), high(a) {}

    Made& operator+=(const Made& other) {
        low += other.low;
        high += other.high;
        return *this;
    }
};

// --- sums ---

Complex inner_product(const std::vector<Complex>& a, const std::vector<Complex>& b) {
    Complex s = 0;
    // adds to s
    for (std::size_t i = 0; i < a.size(); ++i) s += a[i] * std::conj(b[i]);
    return s;
}

std::complex<float> opposite_of_signal(const std::vector<std::complex<float>>& signal) {
    std::complex<float> s;
    // adds to s
    for (const auto& z : signal) {
        if (z.real() > 0.0f) s -= z;
    }
    return s;
}

double energy_and_field(const Complex* a, int n, int m, Complex& field) {
    Complex s = field;
    double energy = 0;
    // adds to s
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < m; ++j) {
            s = a[i * m + j] + s - 0.5;
            energy += std::norm(a[i * m + j]);
        }
    field = s;
    return energy;
}

Force attraction(const Force* at, const double* mass, int n, double x, double y, double z) {
    Force total = {0, 0, 0};
    // adds to total
    for (int i = 0; i < n; ++i) {
        const double dx = at[i].x - x, dy = at[i].y - y, dz = at[i].z - z;
        const double d = dx * dx + dy * dy + dz * dz + 0.01;
        total += Force{mass[i] * dx / d, mass[i] * dy / d, mass[i] * dz / d};
    }
    return total;
}

Tally all_pages(const std::vector<Tally>& pages) {
    Tally all{};
    // adds to all
    for (std::size_t i = 0; i < pages.size(); ++i) all.add(pages[i]);
    return all;
}

Vector2 middle(const std::vector<Vector2>& points) {
    Vector2 sum;
    // adds to sum
    for (std::size_t i = 0; i < points.size(); ++i) sum = points[i] + sum;
    return sum;
}

// --- what looks like one ---

Complex product_of_all(const std::vector<Complex>& a) {
    Complex p = 1;
    for (std::size_t i = 0; i < a.size(); ++i) p *= a[i];
    return p;
}

Complex subtracted_in_turn(const std::vector<Complex>& a) {
    Complex s = 0;
    for (std::size_t i = 0; i < a.size(); ++i) s = a[i] - s;
    return s;
}

Complex doubled_sum(const std::vector<Complex>& a) {
    Complex s = 0;
    for (std::size_t i = 0; i < a.size(); ++i) s = s + a[i] + s;
    return s;
}

void running_sum(const std::vector<Complex>& a, std::vector<Complex>& out) {
    Complex s = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        s += a[i];
        out[i] = s;
    }
}

Complex scaled_on_the_way(const std::vector<Complex>& a) {
    Complex s = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        s += a[i];
        s *= 0.5;
    }
    return s;
}

Complex through_its_address(const std::vector<Complex>& a) {
    Complex s = 0;
    const Complex* p = &s;
    for (std::size_t i = 0; i < a.size(); ++i) s += a[i] * *p;
    return s;
}

void into_what_was_given(const std::vector<Complex>& a, Complex& s) {
    for (std::size_t i = 0; i < a.size(); ++i) s += a[i];
}

Mean mean_of_means(const std::vector<Mean>& parts) {
    Mean all = {0, 0};
    for (std::size_t i = 0; i < parts.size(); ++i) all += parts[i];
    return all;
}

Crossed crossed_sum(const std::vector<Crossed>& parts) {
    Crossed all = {0, 0};
    for (std::size_t i = 0; i < parts.size(); ++i) all += parts[i];
    return all;
}

Rounded rounded_sum(const std::vector<Rounded>& parts) {
    Rounded all = {0};
    for (std::size_t i = 0; i < parts.size(); ++i) all += parts[i];
    return all;
}

Made made_otherwise(const Made* parts, int n) {
    Made all(0, 0);
    for (int i = 0; i < n; ++i) all += parts[i];
    return all;
}

Force twice_itself(const Force* at, int n) {
    Force total = {1, 1, 1};
    for (int i = 0; i < n; ++i) {
        total += at[i];
        total += total;
    }
    return total;
}
