#include <cstdint>
#include <vector>

// The first signature that differs in the fewest bits; -1 if there are none.
long best_match(const std::vector<std::uint64_t>& signatures, std::uint64_t wanted) {
  const long n = (long)signatures.size();
  // Bits and place in one number, so that the least of all is the first of the best.
  long least = 65L << 40;
#pragma omp parallel for reduction(min : least)
  for (long i = 0; i < n; i++) {
    std::uint64_t difference = signatures[i] ^ wanted;
    long bits = 0;
    while (difference) {
      difference &= difference - 1;
      bits++;
    }
    const long own = (bits << 40) + i;
    if (own < least) least = own;
  }
  return least < (65L << 40) ? least & ((1L << 40) - 1) : -1;
}
