#include <vector>

// The root of each vertex of a forest; parents come before their children, roots are their own.
std::vector<int> roots(const std::vector<int>& parent) {
  const int n = (int)parent.size();
  std::vector<int> root(n);
#pragma omp parallel for schedule(dynamic, 256)
  for (int v = 0; v < n; v++) {
    int at = v;
    while (parent[at] >= 0 && parent[at] < at) at = parent[at];
    root[v] = at;
  }
  return root;
}
