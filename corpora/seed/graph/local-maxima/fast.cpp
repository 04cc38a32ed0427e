#include <vector>

// Which vertices have a greater label than all their neighbours.
std::vector<int> peaks(const std::vector<int>& start, const std::vector<int>& neighbour,
                       const std::vector<int>& label) {
  std::vector<int> peak(label.size(), 0);
  const int n = (int)start.size() - 1;
#pragma omp parallel for schedule(dynamic, 128)
  for (int v = 0; v < n; v++) {
    int highest = 1;
    for (int e = start[v]; e < start[v + 1] && highest; e++) {
      if (neighbour[e] != v && label[neighbour[e]] >= label[v]) highest = 0;
    }
    peak[v] = highest;
  }
  return peak;
}
