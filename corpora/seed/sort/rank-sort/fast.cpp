#include <vector>

std::vector<int> sorted_copy(const std::vector<int>& v) {
  std::vector<int> out(v.size());
#pragma omp parallel for
  for (std::size_t i = 0; i < v.size(); i++) {
    const int own = v[i];
    std::size_t rank = 0;
    for (std::size_t j = 0; j < i; j++) rank += v[j] <= own;
    for (std::size_t j = i + 1; j < v.size(); j++) rank += v[j] < own;
    out[rank] = own;
  }
  return out;
}
