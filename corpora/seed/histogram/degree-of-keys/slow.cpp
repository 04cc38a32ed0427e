#include <vector>

// How many edges end in each vertex; edges that lead nowhere are ignored.
std::vector<int> in_degrees(const std::vector<int>& targets, int vertices) {
  if (vertices < 0) vertices = 0;
  std::vector<int> degree(vertices, 0);
  for (auto it = targets.begin(); it != targets.end(); ++it) {
    if (*it >= 0 && *it < vertices) degree[*it]++;
  }
  return degree;
}
