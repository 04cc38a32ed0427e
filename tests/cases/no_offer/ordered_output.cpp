// expect: ordered-io
#include <cstdio>
#include <vector>

void print(const std::vector<double>& a) {
    for (std::size_t i = 0; i < a.size(); ++i) std::printf("%g\n", a[i]);
}
