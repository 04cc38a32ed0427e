// What makes the variable of a range loop from the element runs in every iteration.

#include <array>
#include <complex>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

static int conversions;

struct Counted {
    int v;
    operator int() const { return v + conversions++; }
};

struct Pure {
    int v;
    operator int() const { return v; }
};

struct Base {
    int v;
};

struct Derived : Base {
    int z;
};

struct Copied {
    int v;
    Copied(int v = 0) : v(v) {}
    Copied(const Copied& other) : v(other.v) { conversions++; }
};

struct FromCopied : Copied {
    int z;
};

struct Checked {
    int v;
    Checked(int x) : v(x) {
        if (x < 0) throw 1;
    }
};

struct Ended {
    int v;
    Ended(int x) : v(x) {}
    ~Ended() { conversions++; }
};

struct Meter {
    double v;
    Meter(double x) : v(x) {}
};

struct Referring {
    int& r;
    operator int&() { return r; }
};

int operator_of_elements(const std::vector<Counted>& v) {
    int s = 0;
    for (int c : v) s += c;  // expect: sequential carried-scalar distance 1
    return s;
}

int bound_to_a_temporary(std::span<Counted> v) {
    int s = 0;
    for (const int& c : v) s += c;  // expect: sequential carried-scalar distance 1
    return s;
}

int of_a_c_array(Counted (&v)[3]) {
    int s = 0;
    for (double c : v) s += static_cast<int>(c);  // expect: sequential carried-scalar distance 1
    return s;
}

void in_a_callee(const std::vector<std::vector<Counted>>& v, int* o) {
    for (std::size_t i = 0; i < v.size(); ++i) o[i] = operator_of_elements(v[i]);  // expect: refused
}

void in_an_inner_loop(const std::vector<std::vector<Counted>>& v, int* o) {
    for (std::size_t i = 0; i < v.size(); ++i) {  // expect: refused
        int s = 0;
        for (int c : v[i]) s ^= c;  // expect: refused
        o[i] = s;
    }
}

int slices(const std::vector<FromCopied>& v) {
    int s = 0;
    for (Copied c : v) s += c.v;  // expect: unknown unknown-call
    return s;
}

int checked(const std::vector<int>& v) {
    int s = 0;
    for (Checked c : v) s += c.v;  // expect: unknown may-throw
    return s;
}

int ended(const std::vector<int>& v) {
    int s = 0;
    for (const Ended& c : v) s += c.v;  // expect: unknown unknown-call
    return s;
}

std::size_t made_strings(const std::vector<const char*>& v) {
    std::size_t s = 0;
    for (const std::string& c : v) s += c.size();  // expect: unknown may-throw
    return s;
}

int optionals(const std::vector<int>& v) {
    int s = 0;
    for (std::optional<Copied> c : v) s += c->v;  // expect: unknown unknown-call
    return s;
}

void led_elsewhere(std::vector<Referring>& v) {
    for (int& c : v) c++;  // expect: unknown unknown-write
}

void wrapped_references(std::vector<std::reference_wrapper<int>>& v) {
    for (int& c : v) c++;  // expect: refused
}

int numbers(const std::vector<short>& v) {
    int s = 0;
    for (int c : v) s += c;  // expect: parallel-with reduction(+:s)
    return s;
}

double bound_numbers(const std::vector<int>& v) {
    double s = 0;
    for (const double& c : v) s += c;  // expect: parallel-with reduction(+:s)
    return s;
}

int plain_copies(const std::vector<Base>& v) {
    int s = 0;
    for (Base c : v) s += c.v;  // expect: parallel-with reduction(+:s)
    return s;
}

int plain_slices(const std::vector<Derived>& v) {
    int s = 0;
    for (Base c : v) s += c.v;  // expect: parallel-with reduction(+:s)
    return s;
}

int bases(const std::vector<Derived>& v) {
    int s = 0;
    for (const Base& c : v) s += c.v;  // expect: parallel-with reduction(+:s)
    return s;
}

int pure_operator(const std::vector<Pure>& v) {
    int s = 0;
    for (int c : v) s += c;  // expect: parallel-with reduction(+:s)
    return s;
}

double pure_constructor(const std::vector<double>& v) {
    double s = 0;
    for (Meter c : v) s += c.v;  // expect: parallel-with reduction(+:s)
    return s;
}

double complex_numbers(const std::vector<double>& v) {
    double s = 0;
    for (std::complex<double> c : v) s += c.real();  // expect: parallel-with reduction(+:s)
    return s;
}

std::size_t views(const std::vector<std::string>& v) {
    std::size_t s = 0;
    for (std::string_view c : v) s += c.size();  // expect: parallel-with reduction(+:s)
    return s;
}

int pairs(const std::vector<std::pair<int, int>>& v) {
    int s = 0;
    for (auto [a, b] : v) s += a * b;  // expect: parallel-with reduction(+:s)
    return s;
}

void converted_and_written(const std::vector<int>& v, double* o) {
    for (double c : v) o[static_cast<int>(c)] = c;  // expect: refused
}
