// expect: not-proved
// assumes: no-overlap
#include <vector>
void kernel(const std::vector<int>& bin, const std::vector<double>& x, std::vector<double>& total) {
  int n = static_cast<int>(bin.size());
  double* sum = total.data();
#pragma omp parallel for reduction(+ : sum[:64])
  for (int i = 0; i < n; ++i) {
    int b = bin[i] & 63;
    sum[b] = sum[b] + x[i];
  }
}
