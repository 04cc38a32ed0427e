#include <vector>

// The root of each vertex of a forest; parents come before their children, roots are their own.
std::vector<int> roots(const std::vector<int>& parent) {
  std::vector<int> root;
  int n = (int)parent.size();
  for (int v = 0; v < n; v++) {
    int at = v;
    while (parent[at] >= 0 && parent[at] < at) at = parent[at];
    root.push_back(at);
  }
  return root;
}
