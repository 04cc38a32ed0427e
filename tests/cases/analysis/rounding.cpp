// Each thread rounds in its own way, from wherever in the file that was set.

#include <cfenv>
#include <vector>

void upwards(std::vector<double>& y) {
    const int before = std::fegetround();
    std::fesetround(FE_UPWARD);
    for (auto& e : y) e = e / 3;  // expect: unknown thread-state
    std::fesetround(before);
}

void divided(std::vector<double>& y) {
    for (auto& e : y) e = e / 3;  // expect: unknown thread-state
}

long rounded(const std::vector<double>& y) {
    long sum = 0;
    for (double e : y) sum += static_cast<long>(e);  // expect: unknown thread-state
    return sum;
}

void integers(std::vector<int>& y) {
    for (auto& e : y) e = e / 3;  // expect: parallel
}

double halves(const double* x, int n) {
    if (n < 2) return n == 1 ? x[0] : 0;
    return halves(x, n / 2) + halves(x + n / 2, n - n / 2);  // expect: unknown thread-state
}
