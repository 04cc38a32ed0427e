// expect: not-proved
#include <vector>

int kernel(const std::vector<int>& values, int n) {
    int most = 0;
#pragma omp parallel for
    for (int i = 0; i < n; ++i) {
#pragma omp critical
        if (values[i] > most) most = values[i];
    }
    return most;
}
