#include <cstdint>
#include <vector>

// Each base to the power of e, modulo m.
std::vector<std::uint64_t> power_all(const std::vector<std::uint32_t>& bases, unsigned e,
                                     std::uint32_t m) {
  std::vector<std::uint64_t> result(bases.size(), 0);
  if (m == 0) return result;
  for (std::size_t i = 0; i < bases.size(); i++) {
    std::uint64_t value = 1 % m;
    for (unsigned k = 0; k < (e & 255); k++) value = value * (bases[i] % m) % m;
    result[i] = value;
  }
  return result;
}
