// Clauses name variables by their own names alone, and guards the elements of a member span.
#include <span>
#include <vector>

struct Counts {
    static int positive;
    static int bins[16];
    static double total;
    void count(const std::vector<double>& x);
    void count_of(Counts& other, const std::vector<double>& x);
};

void through_an_object(Counts& counts, const std::vector<double>& x) {
    for (unsigned long i = 0; i < x.size(); ++i)  // expect: unknown reduction-through-memory
        if (x[i] > 0) counts.positive++;
}

void through_a_pointer(Counts* counts, const std::vector<double>& x) {
    for (unsigned long i = 0; i < x.size(); ++i)  // expect: unknown reduction-through-memory
        counts->bins[static_cast<int>(x[i]) & 15]++;
}

void by_its_class(const std::vector<double>& x) {
    for (unsigned long i = 0; i < x.size(); ++i)  // expect: unknown reduction-through-memory
        if (x[i] > 0) Counts::positive++;
}

void beside(Counts& counts, double* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (`Counts::total` and `y` do not overlap)
        y[i] += counts.total;
}

void Counts::count(const std::vector<double>& x) {
    for (unsigned long i = 0; i < x.size(); ++i)  // expect: parallel-with reduction(+:positive)
        if (x[i] > 0) positive++;
}

void Counts::count_of(Counts& other, const std::vector<double>& x) {
    for (unsigned long i = 0; i < x.size(); ++i)  // expect: unknown reduction-through-memory
        if (x[i] > 0) other.positive++;
}

namespace sums {
long all;

void inside(const std::vector<double>& x) {
    for (unsigned long i = 0; i < x.size(); ++i)  // expect: parallel-with reduction(+:all)
        if (x[i] > 0) sums::all++;
}
}  // namespace sums

using sums::all;

void by_a_declaration(const std::vector<double>& x) {
    for (unsigned long i = 0; i < x.size(); ++i)  // expect: parallel-with reduction(+:all)
        if (x[i] > 0) all++;
}

struct View {
    std::span<double> values;
};

void of_a_view(View& view, double* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming ((view.values.data()) + n <= y || y + n <= (view.values.data()))
        y[i] = view.values[i] * 2;
}
