#include <vector>

// How many pairs stand in the wrong order.
long inversions(const std::vector<int>& v) {
  const int n = (int)v.size();
  long count = 0;
#pragma omp parallel for reduction(+ : count) schedule(dynamic, 16)
  for (int i = 0; i < n; i++) {
    const int own = v[i];
    int below = 0;
    for (int j = i + 1; j < n; j++) below += own > v[j];
    count += below;
  }
  return count;
}
