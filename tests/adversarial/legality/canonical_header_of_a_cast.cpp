// The rewritten header and the guards keep the casts that the source has.
// expect: proved
// --- original
#include <vector>
void kernel(std::vector<double>& a, double* b, long k) {
    for (int i = 0; i + 1 < (int)a.size(); ++i) b[i + (short)k] = a[i];
}
// --- candidate
#include <vector>
void kernel(std::vector<double>& a, double* b, long k) {
#pragma omp parallel for if((a.data() + a.size() <= b + ((short)k) || \
    b + ((int)a.size()) + ((short)k) - 1 <= a.data()))
    for (int i = 0; i < ((int)a.size() > 1 ? (int)a.size() - 1 : 0); ++i) b[i + (short)k] = a[i];
}
