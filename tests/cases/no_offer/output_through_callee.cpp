// expect: ordered-io
#include <iostream>
#include <vector>

static double traced(double x) {
    std::cout << x << '\n';
    return 2.0 * x;
}

void trace(std::vector<double>& a) {
    for (std::size_t i = 0; i < a.size(); ++i) a[i] = traced(a[i]);
}
