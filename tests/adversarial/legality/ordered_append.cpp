// expect: not-proved
#include <vector>
std::vector<int> kernel(const std::vector<int>& x) {
  std::vector<int> out;
#pragma omp parallel for ordered
  for (int i = 0; i < (int)x.size(); ++i) {
    const int value = x[i] * x[i];
#pragma omp ordered
    if (value > 4) out.push_back(value);
  }
  return out;
}
