#include <cstdint>
#include <vector>

// The first signature that differs in the fewest bits; -1 if there are none.
long best_match(const std::vector<std::uint64_t>& signatures, std::uint64_t wanted) {
  const long n = (long)signatures.size();
  long best = -1;
  int least = 65;
#pragma omp parallel
  {
    long own = -1;
    int own_least = 65;
#pragma omp for schedule(static) nowait
    for (long i = 0; i < n; i++) {
      std::uint64_t difference = signatures[i] ^ wanted;
      int bits = 0;
      while (difference) {
        difference &= difference - 1;
        bits++;
      }
      if (bits < own_least) {
        own = i;
        own_least = bits;
      }
    }
#pragma omp critical
    if (own_least < least || (own_least == least && own < best)) {
      best = own;
      least = own_least;
    }
  }
  return best;
}
