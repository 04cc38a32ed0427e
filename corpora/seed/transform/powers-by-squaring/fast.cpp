#include <cstdint>
#include <vector>

// Each base to the power of e, modulo m.
std::vector<std::uint64_t> power_all(const std::vector<std::uint32_t>& bases, unsigned e,
                                     std::uint32_t m) {
  std::vector<std::uint64_t> result(bases.size(), 0);
  if (m == 0) return result;
#pragma omp parallel for
  for (std::size_t i = 0; i < bases.size(); i++) {
    std::uint64_t value = 1 % m;
    std::uint64_t square = bases[i] % m;
    for (unsigned k = e & 255; k != 0; k >>= 1) {
      if (k & 1) value = value * square % m;
      square = square * square % m;
    }
    result[i] = value;
  }
  return result;
}
