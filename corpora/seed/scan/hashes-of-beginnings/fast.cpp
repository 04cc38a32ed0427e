#include <cstdint>
#include <vector>

// The hash of each beginning of a text.
std::vector<std::uint32_t> beginnings(const std::vector<std::uint32_t>& text) {
  const long n = static_cast<long>(text.size());
  const long parts = 64;
  std::vector<std::uint32_t> hash(n);
  // What a part does to the value before it is h * factor + sum.
  std::uint32_t factor[64];
  std::uint32_t sum[64];
#pragma omp parallel for
  for (long p = 0; p < parts; ++p) {
    std::uint32_t f = 1, s = 0;
    for (long i = n * p / parts; i < n * (p + 1) / parts; ++i) {
      f *= 31u;
      s = s * 31u + text[i];
    }
    factor[p] = f;
    sum[p] = s;
  }
  std::uint32_t before[64];
  std::uint32_t h = 17;
  for (long p = 0; p < parts; ++p) {
    before[p] = h;
    h = h * factor[p] + sum[p];
  }
#pragma omp parallel for
  for (long p = 0; p < parts; ++p) {
    std::uint32_t own = before[p];
    for (long i = n * p / parts; i < n * (p + 1) / parts; ++i) {
      own = own * 31u + text[i];
      hash[i] = own;
    }
  }
  return hash;
}
