#include <vector>

// Which vertices have a greater label than all their neighbours.
std::vector<int> peaks(const std::vector<int>& start, const std::vector<int>& neighbour,
                       const std::vector<int>& label) {
  std::vector<int> peak(label.size(), 0);
  for (int v = 0; v + 1 < (int)start.size(); v++) {
    bool highest = true;
    for (int e = start[v]; e < start[v + 1]; e++) {
      if (neighbour[e] != v && label[neighbour[e]] >= label[v]) {
        highest = false;
        break;
      }
    }
    peak[v] = highest;
  }
  return peak;
}
