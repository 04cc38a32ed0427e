// Each thread has an `errno` of its own.

#include <cerrno>
#include <cmath>
#include <vector>

static bool failed() { return errno != 0; }

bool looked_at(std::vector<double>& y) {
    errno = 0;
    for (auto& e : y) e = std::log(e);  // expect: unknown thread-state
    return errno == 0;
}

bool looked_at_by_a_callee(double* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown thread-state
        y[i] = std::sqrt(y[i]);
    return failed();
}

bool nothing_called(std::vector<double>& y) {
    errno = 0;
    for (auto& e : y) e = e + 1;  // expect: parallel
    return errno == 0;
}

void not_looked_at(std::vector<double>& y) {
    for (auto& e : y) e = std::log(e);  // expect: parallel
}
