// Local lambdas, and function objects.
#include <cstddef>
#include <functional>
#include <vector>

void of_one_return(std::vector<double>& v, double f) {
    auto g = [f](double x) { return x * f + 1; };
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: parallel
        v[i] = g(v[i]);
}

void of_one_assignment(std::vector<double>& v, double f) {
    auto h = [&](std::size_t i) { v[i] = v[i] * f; };
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: parallel
        h(i);
}

void of_a_neighbour(std::vector<double>& v) {
    auto h = [&](std::size_t i) { v[i] = v[i - 1] * 2; };
    for (std::size_t i = 1; i < v.size(); ++i)  // expect: sequential flow distance 1
        h(i);
}

void declared_inside(std::vector<double>& v, double f) {
    for (std::size_t i = 0; i < v.size(); ++i) {  // expect: parallel
        auto l = [&](double x) { return x + f; };
        v[i] = l(v[i]);
    }
}

void of_several_statements(std::vector<double>& v) {
    auto g = [](double x) {
        double t = x * x;
        if (t > 3) t = 3;
        return t;
    };
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: parallel
        v[i] = g(v[i]);
}

void index(double* a, int n, int m) {
    auto at = [m](int i, int j) { return i * m + j; };
    for (int i = 0; i < n; ++i)      // expect: parallel collapse 2
        for (int j = 0; j < m; ++j)  // expect: parallel
            a[at(i, j)] = 0;
}

void index_with_another_width(double* a, int n, int m) {
    auto at = [m](int i, int j) { return i * m + j; };
    m = 2 * m;
    for (int i = 0; i < n; ++i)      // expect: refused
        for (int j = 0; j < m; ++j)  // expect: refused
            a[at(i, j)] = 0;
}

double sum(const std::vector<double>& v) {
    double s = 0;
    auto add = [&](double x) { s += x; };
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: refused
        add(v[i]);
    return s;
}

int counted(std::vector<int>& v) {
    int c = 0;
    auto next = [&c]() { return ++c; };
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: refused
        v[i] = next();
    return c;
}

void bound_modified(double* a, int n) {
    auto shrink = [&]() { n = n - 1; };
    for (int i = 0; i < n; ++i) {  // expect: refused
        a[i] = 0;
        shrink();
    }
}

void bound_modified_by_reference(double* a, int n) {
    auto shrink = [&]() {
        int& r = n;
        r = r - 1;
    };
    for (int i = 0; i < n; ++i) {  // expect: refused
        a[i] = 0;
        shrink();
    }
}

void a_pointer_of_before(double* a, double* b, int n) {
    auto g = [a](int i) { return a[i]; };
    a = b + 1;
    for (int i = 0; i < n; ++i)  // expect: refused
        a[i] = g(i);
}

void gives_out_a_reference(double* a, int n) {
    double t = 0;
    auto place = [&]() -> double& { return t; };
    for (int i = 0; i < n; ++i) {  // expect: refused
        a[i] = t;
        place() = i;
    }
}

struct Scale {
    double factor;
    double operator()(double x) const { return x * factor; }
};

void function_object(std::vector<double>& v, const Scale scale) {
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: parallel
        v[i] = scale(v[i]);
}

void through_a_function(std::vector<double>& v, const std::function<double(double)>& f) {
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: unknown unknown-call
        v[i] = f(v[i]);
}

void counter_seen_by_a_lambda(double* a, int n) {
    int i;
    auto g = [&]() { return i; };
    for (i = 0; i < n; ++i)  // expect: refused
        a[g()] = 1;
}

void stepped_and_seen_by_a_lambda(double* a, int n) {
    int k = 0;
    auto g = [&]() { return k; };
    for (int i = 0; i < n; ++i) {  // expect: refused
        a[g()] = a[k];
        ++k;
    }
}

void counted_and_seen_by_a_lambda(double* a, int n) {
    int i = 0;
    auto g = [&]() { return a[i] * 2; };
    while (i < n) {  // expect: refused
        a[i + 1] = g();
        ++i;
    }
}

void temporary_seen_by_a_lambda(double* a, int n) {
    double t = 0;
    auto g = [&]() { return t * 2; };
    for (int i = 0; i < n; ++i) {  // expect: refused
        t = a[i];
        a[i] = g();
    }
}

void of_a_captured_number(std::vector<double>& v, double f) {
    auto g = [f](double x) {
        double t = x * f;
        if (t > 3) t = 3;
        return t;
    };
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: parallel
        v[i] = g(v[i]);
}

void of_a_captured_vector(std::vector<double>& v) {
    auto g = [&](std::size_t i) {
        double t = v[i];
        if (t > 3) t = 3;
        return t;
    };
    for (std::size_t i = 0; i + 1 < v.size(); ++i)  // expect: refused
        v[i] = g(i + 1);
}
