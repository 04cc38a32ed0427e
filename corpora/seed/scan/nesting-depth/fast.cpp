#include <cstdint>
#include <vector>

// 1 opens a bracket, 2 closes one; how deep is each place?
std::vector<int> depths(const std::vector<std::uint8_t>& marks) {
  const long n = static_cast<long>(marks.size());
  const long parts = 64;
  std::vector<int> depth(n);
  // Each part as if it began at depth 0, then moved to where it does begin.
#pragma omp parallel for
  for (long p = 0; p < parts; ++p) {
    int d = 0;
    for (long i = n * p / parts; i < n * (p + 1) / parts; ++i) {
      d += (marks[i] == 1) - (marks[i] == 2);
      depth[i] = d;
    }
  }
  int before[64];
  int d = 0;
  for (long p = 0; p < parts; ++p) {
    before[p] = d;
    const long first = n * p / parts, last = n * (p + 1) / parts;
    if (first < last) d += depth[last - 1];
  }
#pragma omp parallel for
  for (long p = 1; p < parts; ++p) {
    for (long i = n * p / parts; i < n * (p + 1) / parts; ++i) depth[i] += before[p];
  }
  return depth;
}
