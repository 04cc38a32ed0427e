// Arrays that something else leads to: copies would leave it behind. Markers as in filled.cpp.
#include <cstddef>
#include <vector>

struct View {
    double* numbers;
};

static double* kept;

static double* same(double* x) { return x; }

static void keep(double* x) { kept = x; }

static double sum_of(const double* x, int n) {
    double s = 0;
    for (int i = 0; i < n; i++) s += x[i];  // scratch:
    return s;
}

void in_a_global(double* out, int rows, int n) {
    double x[64];
    kept = x;
    for (int k = 0; k < rows; k++) {  // scratch:
        for (int i = 0; i < n; i++) x[i] = k;  // scratch:
        double s = 0;
        for (int i = 0; i < n; i++) s += x[i] + kept[i + 1];  // scratch:
        x[n] = k;
        out[k] = s;
    }
}

void kept_by_a_function(double* out, int rows, int n) {
    double x[64];
    keep(x);
    for (int k = 0; k < rows; k++) {  // scratch:
        for (int i = 0; i < n; i++) x[i] = k;  // scratch:
        double s = 0;
        for (int i = 0; i < n; i++) s += x[i] + kept[i + 1];  // scratch:
        x[n] = k;
        out[k] = s;
    }
}

void in_an_object(double* out, int rows, int n) {
    double x[64];
    View view{x};
    for (int k = 0; k < rows; k++) {  // scratch:
        for (int i = 0; i < n; i++) x[i] = k;  // scratch:
        double s = 0;
        for (int i = 0; i < n; i++) s += x[i] + view.numbers[i + 1];  // scratch:
        x[n] = k;
        out[k] = s;
    }
}

void by_way_of_a_function(double* out, int rows, int n) {
    double x[64];
    const double* other = same(x);
    for (int k = 0; k < rows; k++) {  // scratch:
        for (int i = 0; i < n; i++) x[i] = k;  // scratch:
        double s = 0;
        for (int i = 0; i < n; i++) s += x[i] + other[i + 1];  // scratch:
        x[n] = k;
        out[k] = s;
    }
}

void in_a_parameter(double* out, const double* other, int rows, int n) {
    double x[64];
    other = x;
    for (int k = 0; k < rows; k++) {  // scratch:
        for (int i = 0; i < n; i++) x[i] = k;  // scratch:
        double s = 0;
        for (int i = 0; i < n; i++) s += x[i] + other[i + 1];  // scratch:
        x[n] = k;
        out[k] = s;
    }
}

void among_others(double* out, int rows, int n) {
    double x[64];
    std::vector<double*> all;
    all.push_back(x);
    for (int k = 0; k < rows; k++) {  // scratch:
        for (int i = 0; i < n; i++) x[i] = k;  // scratch:
        double s = 0;
        for (int i = 0; i < n; i++) s += x[i] + all[0][i + 1];  // scratch:
        x[n] = k;
        out[k] = s;
    }
}

void of_a_container(double* out, int rows, int n) {
    std::vector<double> x(64);
    const double* other = x.data();
    for (int k = 0; k < rows; k++) {  // scratch:
        for (std::size_t i = 0; i < x.size(); i++) x[i] = k;  // scratch:
        double s = 0;
        for (int i = 0; i < n; i++) s += x[i] + other[i + 1];  // scratch:
        x[n] = k;
        out[k] = s;
    }
}

// Nothing is kept of what it was given to.
void only_looked_at(double* out, int rows, int n) {
    double x[64];
    std::vector<double> y(64);
    double before = sum_of(x, n);
    for (int k = 0; k < rows; k++) {  // scratch: x y
        for (int i = 0; i < n; i++) x[i] = k;  // scratch:
        for (std::size_t i = 0; i < y.size(); i++) y[i] = k;  // scratch:
        double s = before;
        for (int i = 0; i < n; i++) s += x[i] + y[i];  // scratch:
        out[k] = s;
    }
}
