#include <cstdint>
#include <vector>

static int bits_of(std::uint32_t word) {
  int count = 0;
  for (; word; word &= word - 1) count++;
  return count;
}

// How many bits are set in the words before each one.
std::vector<long> bits_before(const std::vector<std::uint32_t>& words) {
  const long n = static_cast<long>(words.size());
  const long parts = 64;
  std::vector<long> before(n);
  long first[65] = {};
#pragma omp parallel for
  for (long p = 0; p < parts; ++p) {
    long count = 0;
    for (long i = n * p / parts; i < n * (p + 1) / parts; ++i) count += bits_of(words[i]);
    first[p + 1] = count;
  }
  for (long p = 0; p < parts; ++p) first[p + 1] += first[p];
#pragma omp parallel for
  for (long p = 0; p < parts; ++p) {
    long count = first[p];
    for (long i = n * p / parts; i < n * (p + 1) / parts; ++i) {
      before[i] = count;
      count += bits_of(words[i]);
    }
  }
  return before;
}
