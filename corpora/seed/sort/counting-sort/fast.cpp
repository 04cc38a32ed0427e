#include <cstdint>
#include <vector>

void sort_bytes(std::vector<std::uint8_t>& v) {
  const long n = static_cast<long>(v.size());
  long count[256] = {};
#pragma omp parallel for reduction(+ : count)
  for (long i = 0; i < n; i++) count[v[i]]++;
  long start[257] = {};
  for (int b = 0; b < 256; b++) start[b + 1] = start[b] + count[b];
#pragma omp parallel for schedule(dynamic, 8)
  for (int b = 0; b < 256; b++) {
    for (long i = start[b]; i < start[b + 1]; i++) v[i] = static_cast<std::uint8_t>(b);
  }
}
