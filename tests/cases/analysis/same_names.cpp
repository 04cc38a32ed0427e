// Functions of the user's that are called as functions of the library are.

#include <cmath>
#include <vector>

int floor(int x);
long round(long x);
extern "C" double cbrt(double);

namespace own {
int abs(int x);
inline int max(int a, int b) { return a < b ? a : b; }
}  // namespace own

void floors(int* o, int n) {
    for (int i = 0; i < n; ++i) o[i] = floor(i);  // expect: unknown unknown-call
}

void rounds(std::vector<long>& o) {
    for (std::size_t i = 0; i < o.size(); ++i) o[i] = round(o[i]);  // expect: unknown unknown-call
}

void magnitudes(int* o, int n) {
    using own::abs;
    for (int i = 0; i < n; ++i) o[i] = abs(i);  // expect: refused
}

void least(int* o, int n) {
    using own::max;
    for (int i = 0; i < n; ++i) o[i] = max(i, 3);  // expect: parallel
}

void roots(double* o, int n) {
    for (int i = 0; i < n; ++i) o[i] = cbrt(o[i]);  // expect: parallel
}

void floating_floors(double* o, int n) {
    for (int i = 0; i < n; ++i) o[i] = floor(o[i]);  // expect: parallel
}
