// Virtual calls: what all overriders of the file do together.
#include <cstddef>
#include <cstdio>
#include <vector>

namespace {
struct Surface {
    virtual ~Surface() = default;
    virtual double at(double x) const = 0;
    double twice(double x) const { return 2 * x; }
};
struct Flat : Surface {
    double height = 1;
    double at(double) const override { return height; }
};
struct Slope final : Surface {
    double rise = 2;
    double at(double x) const override { return rise * x; }
};

struct Meter {
    virtual ~Meter() = default;
    virtual double read(double x) = 0;
};
struct Counting : Meter {
    int reads = 0;
    double read(double x) override { return x + ++reads; }
};

struct Printer {
    virtual ~Printer() = default;
    virtual double show(double x) const { return x; }
};
struct Loud : Printer {
    double show(double x) const override {
        std::printf("%f\n", x);
        return x;
    }
};

struct Elsewhere {
    virtual ~Elsewhere() = default;
    virtual double value(double x) const = 0;
};
struct NotHere : Elsewhere {
    double value(double x) const override;
};
}  // namespace

double silent(double x, const Elsewhere& e) { return e.value(x); }

void sampled(const Surface& s, const std::vector<double>& x, std::vector<double>& out) {
    for (std::size_t i = 0; i < x.size(); ++i)  // expect: refused
        out[i] = s.at(x[i]);
}

double integral(const Surface& s, int n) {
    double sum = 0;
    for (int i = 0; i < n; ++i)  // expect: parallel-with reduction(+:sum)
        sum += s.at(i);
    return sum;
}

double not_virtual(const Surface& s, int n) {
    double sum = 0;
    for (int i = 0; i < n; ++i)  // expect: parallel-with reduction(+:sum)
        sum += s.twice(i);
    return sum;
}

double counted(Meter& m, int n) {
    double sum = 0;
    for (int i = 0; i < n; ++i)  // expect: refused
        sum += m.read(i);
    return sum;
}

double printed(const Printer& p, int n) {
    double sum = 0;
    for (int i = 0; i < n; ++i)  // expect: sequential ordered-io
        sum += p.show(i);
    return sum;
}

double undefined(const Elsewhere& e, int n) {
    double sum = 0;
    for (int i = 0; i < n; ++i)  // expect: unknown unknown-call
        sum += e.value(i);
    return sum;
}

struct Open {
    virtual ~Open() = default;
    virtual double value(double x) const { return x; }
};

double may_be_overridden(const Open& o, int n) {
    double sum = 0;
    for (int i = 0; i < n; ++i)  // expect: parallel-with reduction(+:sum) assuming (no-other-overrider)
        sum += o.value(i);
    return sum;
}
