#include <vector>

// Where each block begins if blocks of these lengths follow each other; the total comes last.
std::vector<long> block_starts(const std::vector<int>& lengths) {
  const long n = static_cast<long>(lengths.size());
  const long parts = 64;
  std::vector<long> starts(n + 1);
  long before[65] = {};
  starts[0] = 0;
#pragma omp parallel for
  for (long p = 0; p < parts; ++p) {
    long sum = 0;
    for (long b = n * p / parts; b < n * (p + 1) / parts; ++b) sum += lengths[b] & 1023;
    before[p + 1] = sum;
  }
  for (long p = 0; p < parts; ++p) before[p + 1] += before[p];
#pragma omp parallel for
  for (long p = 0; p < parts; ++p) {
    long sum = before[p];
    for (long b = n * p / parts; b < n * (p + 1) / parts; ++b) {
      sum += lengths[b] & 1023;
      starts[b + 1] = sum;
    }
  }
  return starts;
}
