#include <vector>

void reverse(std::vector<int>& v) {
  const int n = (int)v.size();
#pragma omp parallel for
  for (int i = 0; i < n / 2; i++) {
    const int keep = v[i];
    v[i] = v[n - 1 - i];
    v[n - 1 - i] = keep;
  }
}
