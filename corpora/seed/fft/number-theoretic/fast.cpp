#include <cstdint>
#include <vector>

// The transform modulo 998244353 by its definition; w is the root.
std::vector<std::uint32_t> transform(const std::vector<std::uint32_t>& x, std::uint32_t w) {
  const std::uint64_t p = 998244353;
  const long n = static_cast<long>(x.size());
  std::vector<std::uint32_t> y(n);
  // All steps are made once, each from the one before it.
  std::vector<std::uint64_t> step(n);
  for (long k = 0; k < n; k++) step[k] = k == 0 ? 1 : step[k - 1] * w % p;
#pragma omp parallel for
  for (long k = 0; k < n; k++) {
    std::uint64_t sum = 0, power = 1;
    for (long t = 0; t < n; t++) {
      sum = (sum + x[t] % p * power) % p;
      power = power * step[k] % p;
    }
    y[k] = (std::uint32_t)sum;
  }
  return y;
}
