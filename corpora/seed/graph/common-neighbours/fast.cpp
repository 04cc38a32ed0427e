#include <vector>

// For each pair of successive vertices how many neighbours they share; lists are sorted.
std::vector<int> shared(const std::vector<std::vector<int>>& neighbours) {
  const long n = static_cast<long>(neighbours.size()) - 1;
  std::vector<int> result(n > 0 ? n : 0);
#pragma omp parallel for schedule(dynamic, 16)
  for (long v = 0; v < n; v++) {
    int count = 0;
    for (int a : neighbours[v]) {
      for (int b : neighbours[v + 1]) count += a == b;
    }
    result[v] = count;
  }
  return result;
}
