#include <cstdint>
#include <vector>

// The transform modulo 998244353 by its definition; w is the root.
std::vector<std::uint32_t> transform(const std::vector<std::uint32_t>& x, std::uint32_t w) {
  const std::uint64_t p = 998244353;
  std::vector<std::uint32_t> y;
  for (std::size_t k = 0; k < x.size(); k++) {
    std::uint64_t sum = 0, step = 1, power = 1;
    for (std::size_t e = 0; e < k; e++) step = step * w % p;
    for (std::size_t t = 0; t < x.size(); t++) {
      sum = (sum + x[t] % p * power) % p;
      power = power * step % p;
    }
    y.push_back((std::uint32_t)sum);
  }
  return y;
}
