#include <cstdint>
#include <vector>

void decode_differences(std::vector<std::uint32_t>& words) {
  const long n = static_cast<long>(words.size());
  const long parts = 64;
  std::uint32_t before[65] = {};
#pragma omp parallel for
  for (long p = 0; p < parts; ++p) {
    std::uint32_t last = 0;
    for (long i = n * p / parts; i < n * (p + 1) / parts; ++i) last ^= words[i];
    before[p + 1] = last;
  }
  for (long p = 0; p < parts; ++p) before[p + 1] ^= before[p];
#pragma omp parallel for
  for (long p = 0; p < parts; ++p) {
    std::uint32_t last = before[p];
    for (long i = n * p / parts; i < n * (p + 1) / parts; ++i) {
      last ^= words[i];
      words[i] = last;
    }
  }
}
