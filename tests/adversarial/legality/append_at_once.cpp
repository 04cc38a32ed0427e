// expect: refuted container-modified
#include <vector>
std::vector<int> kernel(const std::vector<int>& x) {
  std::vector<int> out;
#pragma omp parallel for
  for (int i = 0; i < (int)x.size(); ++i) {
    out.push_back(x[i] * x[i]);
  }
  return out;
}
