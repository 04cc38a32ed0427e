// A guard about another offset than the loop's protects nothing.
// expect: proved
// assumes: no-overlap
// --- original
#include <vector>
void kernel(std::vector<double>& a, double* b, long k) {
    for (int i = 0; i < 100; ++i) b[i + (short)k] = a[i];
}
// --- candidate
#include <vector>
void kernel(std::vector<double>& a, double* b, long k) {
#pragma omp parallel for if((a.data() + a.size() <= b + k || b + k + 100 <= a.data()))
    for (int i = 0; i < 100; ++i) b[i + (short)k] = a[i];
}
