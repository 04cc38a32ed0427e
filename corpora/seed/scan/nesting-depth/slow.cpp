#include <cstdint>
#include <vector>

// 1 opens a bracket, 2 closes one; how deep is each place?
std::vector<int> depths(const std::vector<std::uint8_t>& marks) {
  std::vector<int> depth(marks.size());
  int d = 0;
  for (std::size_t i = 0; i < marks.size(); i++) {
    if (marks[i] == 1) d++;
    if (marks[i] == 2) d--;
    depth[i] = d;
  }
  return depth;
}
